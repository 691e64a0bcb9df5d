import pytest

from videolecture.text.sentences import sentences
from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("The company is worth $1.5M.", "the company is worth one point five million dollars."),
        ("A €2bn budget.", "a two billion euro budget."),
        ("They raised $5M–$10M.", "they raised five to ten million dollars."),
        ("Between $5 and $10 million.", "between five and ten million dollars."),
        ("We have 100 ₽ and ₽200.", "we have one hundred rubles and two hundred rubles."),
        ("He paid 3 mn $.", "he paid three million dollars."),
        ("US$5 million and A$3m.", "five million dollars and three million australian dollars."),
        ("EUR 5 million, USD 2bn.", "five million euros, two billion dollars."),
        ("$5/kg and $20/hour.", "five dollars per kilogram and twenty dollars per hour."),
        ("Let $2x = 5$ be true.", "let two x equals five be true."),
    ],
)
def test_a_sum_is_read_with_its_size_and_currency(written: str, spoken: str) -> None:
    said = " ".join(speak(sentence, "en").sentence.spoken for sentence in sentences(written, "en"))
    assert said == spoken

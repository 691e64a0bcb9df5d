import pytest

from videolecture.text.speaking import speak


@pytest.mark.parametrize(
    ("language", "written", "spoken", "named"),
    [
        ("ru", "Файл хтм открыт.", "файл ха тэ эм открыт.", "хтм"),
        ("ru", "По ддрр. шла речь.", "по дэ дэ эр эр шла речь.", "ддрр"),
        ("en", "The html file is open.", "the h t m l file is open.", "html"),
        ("en", "Use xqz. in full.", "use x q z in full.", "xqz"),
    ],
)
def test_a_word_without_vowels_is_spelled_and_reported(language: str, written: str, spoken: str, named: str) -> None:
    said = speak(written, language)
    assert said.sentence.spoken == spoken
    assert len(said.warnings) == 1
    assert f"«{named}»" in said.warnings[0]


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ru", "Хм, тсс, он в саду."),
        ("ru", "Масса 5 кг, НДС и МГУ."),
        ("ru", "[say:ГТД|гтд] готов."),
        ("en", "Hmm, shh, the nth time."),
        ("en", "NASA, HTML and 5 kg."),
        ("de", "5 km und z.B. dtv"),
    ],
)
def test_interjections_units_acronyms_and_what_the_author_says_are_not_reported(language: str, written: str) -> None:
    assert not speak(written, language).warnings

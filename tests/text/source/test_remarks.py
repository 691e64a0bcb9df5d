import pytest

from tests.text.source.reading import read


@pytest.mark.parametrize(
    ("text", "language", "spoken"),
    [
        ("Вот так. [звук мела] Дальше.", "ru", "вот так. дальше."),
        ("Вот так (смех в зале). Дальше.", "ru", "вот так. дальше."),
        ("[аплодисменты]\nДобрый день.", "ru", "добрый день."),
        ("That's it. [laughter] So on.", "en", "that's it. so on."),
        ("[audience laughs]\nWell (applause), yes.", "en", "well, yes."),
    ],
)
def test_remarks_are_left_out_and_named(text: str, language: str, spoken: str) -> None:
    found = read(text, language)
    assert found.spoken == spoken
    assert "Remarks about what is heard or done, left out" in found.warnings


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Сайт [электронный ресурс].", "ru"),
        ("Он любил шум (смех и слёзы).", "ru"),
        ("He [the king] left (laughing at it all).", "en"),
    ],
)
def test_other_brackets_stay(text: str, language: str) -> None:
    assert not read(text, language).warnings

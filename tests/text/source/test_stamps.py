import pytest

from tests.text.source.reading import read

SUBTITLES = """1
00:00:01,000 --> 00:00:03,500
Здравствуйте, дорогие

2
00:00:03,500 --> 00:00:06,000
друзья!

3
00:00:06,200 --> 00:00:08,000
<i>Поехали!</i>"""
WEB = """WEBVTT
Kind: captions

00:00.500 --> 00:02.000 align:start
Добрый<00:00:00.700><c> день</c>

00:02.000 --> 00:04.000
в Москве"""


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        (
            SUBTITLES,
            "здравствуйте, дорогие друзья! поехали!",
        ),
        (
            WEB,
            "добрый день в москве.",
        ),
        ("[12.03.2024, 14:05] Анна: Привет!\n[12.03.2024, 14:06] Пётр: Пока.", "анна: привет! пётр: пока."),
        ("12.03.2024, 09:01 - Анна: Привет!", "анна: привет!"),
        ("Анна, [12.03.24 14:05]\nПривет!", "анна: привет!"),
        ("[00:01] Раз.\n[00:05] Два.\n[00:09] Три.", "раз. два. три."),
    ],
)
def test_times_of_subtitles_and_messages_are_left_out_and_named(text: str, spoken: str) -> None:
    found = read(text)
    assert found.spoken == spoken
    assert "Times of subtitles and messages, left out" in found.warnings


def test_other_times_stay() -> None:
    found = read("10:00 Завтрак.\nВстреча: 12.03.2024 в 14:05.")
    assert "десять часов завтрак" in found.spoken
    assert "двенадцатого марта" in found.spoken
    assert not found.warnings


def test_english_stamps() -> None:
    text = "[3/12/24, 2:05:11 PM] Anna: Is it today?\n[3/12/24, 2:06:40 PM] Peter: yes."
    assert read(text, "en").spoken == "anna: is it today? peter: yes."

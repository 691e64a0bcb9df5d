from pathlib import Path

import pytest

from videolecture.errors import InputError
from videolecture.text import load_dictionary, split_lecture


def spoken(path: Path, text: str, language: str) -> str:
    return split_lecture(text, language, dictionary=load_dictionary(path))[0].fragments[0].spoken


def test_toml_says_words_per_language_and_regular_expressions(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(
        """
[ru]
"GPT" = "джи пи т+и"
[en]
"GPT" = "jeepy tee"
[[rule]]
written = 'v(\\d+)'
spoken = 'версия \\1'
language = "ru"
regex = true
""",
        encoding="utf-8",
    )
    assert spoken(path, "GPT и gpt, v2.", "ru") == "джи пи т+и и джи пи т+и, версия два."
    assert spoken(path, "GPT now.", "en") == "jeepy tee now."


def test_csv_may_have_a_header_and_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("written;spoken;language\nКПД;коэффициент\nUSA;america;en\n", encoding="utf-8")
    assert spoken(path, "Наш КПД высок.", "ru") == "наш коэффициент высок."


def test_the_dictionary_comes_before_every_other_rule(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("5 кг,пять кило\n", encoding="utf-8")
    assert spoken(path, "Вес 5 кг.", "ru") == "вес пять кило."


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.toml", "[ru", "not valid TOML"),
        ("a.toml", "[xx]\na='b'", "language «xx»"),
        ("a.toml", "[ru]\na=5", "without a written and a spoken"),
        ("a.csv", "one\n", "without a written and a spoken"),
        ("a.csv", "(,b,ru,regex\n", "no regular expression"),
        ("a.csv", "a,\\1,ru,regex\n", "no regular expression"),
    ],
)
def test_a_faulty_dictionary_is_refused_by_name(tmp_path: Path, name: str, text: str, says: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=says):
        load_dictionary(path)


def test_a_missing_dictionary_is_called_a_dictionary(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"dictionary .*nothere\.toml. does not exist"):
        load_dictionary(tmp_path / "nothere.toml")

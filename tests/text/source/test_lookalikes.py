import pytest

from tests.text.source.reading import read


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Mосква и Poссия.", "москва и россия."),
        ("Электpичecтво тeчёт пo пpoвoднику.", "электричество течёт по проводнику."),
        ("Bсё это c помощью тока, o том, кaк y нас.", "всё это с помощью тока, о том, как у нас."),
        ("B Москве живут. C утра до вечера.", "в москве живут. с утра до вечера."),
        ("Мы любим MOCKBA и HOMEP.", "мы любим москва и номер."),
        ("ХIХ век и ХХI век.", "девятнадцатый век и двадцать первый век."),
        ("Μосква с греческой буквой.", "москва с греческой буквой."),
        ("М0сква и 3адача.", "москва и задача."),
        ("Я использую Pythоn.", "я использую пайтон."),
        ("Вода Н2О и СO2, рН.", "вода аш два о и цэ о два, пэ аш."),
        ("Нашёл ëлку и eё.", "нашёл ёлку и её."),
        ("Cидopчук пришёл.", "сидорчук пришёл."),
    ],
)
def test_a_word_is_read_as_the_one_that_was_meant(text: str, spoken: str) -> None:
    found = read(text)
    assert found.spoken == spoken
    assert "Letters of another alphabet" in found.warnings or "рН" in text


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Точка B лежит на прямой.", "точка бэ лежит на прямой."),
        ("Сторона a больше стороны c треугольника.", "сторона а больше стороны цэ треугольника."),
        ("Ось y графика и x = 5.", "ось игрек графика и икс равно пяти."),
        ("Коэффициент k уравнения.", "коэффициент ка уравнения."),
        ("TOM и BBC.", "ти о эм и би би си."),
        ("IT-специалист и 3D.", "ай ти-специалист и три дэ."),
    ],
)
def test_letters_of_two_alphabets_side_by_side_stay(text: str, spoken: str) -> None:
    found = read(text)
    assert found.spoken == spoken
    assert not found.warnings


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Тhe сat sаt on а mat.", "the cat sat on a mat."),
        ("Моsсоw is the сарitаl оf Russia.", "moscow is the capital of russia."),
        ("Сomputer sсience in Еnglish.", "computer science in english."),
        ("The ХIХ century.", "the nineteenth century."),
        ("The word Москва is Russian.", "the word moskva is russian."),
        ("Αlpha and Βeta.", "alpha and beta."),
    ],
)
def test_english_words(text: str, spoken: str) -> None:
    assert read(text, "en").spoken == spoken

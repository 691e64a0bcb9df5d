import pytest

from tests.text.source.reading import read


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Электри-\nчество течёт по про-\nводнику.", "электричество течёт по проводнику."),
        ("Северо-\nзападный ветер.", "северо-западный ветер."),
        ("Физико-\nматематический факультет.", "физико-математический факультет."),
        ("Диван-\nкровать и интернет-\nмагазин.", "диван-кровать и интернет-магазин."),
        ("Кто-\nто сказал, что-\nбы он ушёл.", "кто-то сказал, чтобы он ушёл."),
        ("Он вышел из-\nза дома, а из-\nдание ждёт.", "он вышел из-за дома, а издание ждёт."),
        ("Скажи по-\nрусски.", "скажи по-русски."),
        ("Санкт-\nПетербург и Нью-\nЙорк.", "санкт-петербург и нью-йорк."),
        ("Теле- и радио-\nвещание.", "теле- и радиовещание."),
        ("Теле-\nи радиовещание.", "теле- и радиовещание."),
        ("Это 5-\nлетний план.", "это пятилетний план."),
        ("Элек\u00ad\nтричество и элек¬\nтричество.", "электричество и электричество."),
        ("Электри- чество в одной строке.", "электричество в одной строке."),
        ("РАЗДЕЛ ПЕР-\nВЫЙ", "раздел первый."),
        ("— Привет, — ска-\nзал он.", "привет, – сказал он."),
        # How a word is written elsewhere decides.
        ("Мета-\nбелок важен. Этот мета-белок есть.", "мета-белок важен. этот мета-белок есть."),
    ],
)
def test_russian_words_that_a_line_cuts_are_whole(text: str, spoken: str) -> None:
    assert read(text).spoken == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("The elec-\ntricity flows through the con-\nductor.", "the electricity flows through the conductor."),
        ("A well-\nknown and self-\nadjoint opera-\ntor.", "a well-known and self-adjoint operator."),
        ("A state-of-the-\nart X-\nray lab.", "a state-of-the-art x-ray lab."),
        ("It is time-\ndependent re-\nsearch.", "it is time-dependent research."),
        ("The pre- and post-\nwar years.", "the pre- and postwar years."),
        ("A co-\noperation is a co-operation.", "a co-operation is a co-operation."),
    ],
)
def test_english_words_that_a_line_cuts_are_whole(text: str, spoken: str) -> None:
    assert read(text, "en").spoken == spoken


def test_slides_are_not_joined() -> None:
    assert read("Конец элек-\n_;\nтричества нет.").spoken == "конец элек-. тричества нет."

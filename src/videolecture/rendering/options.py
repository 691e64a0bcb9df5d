"""How a lecture is made: every option of it, described once. Every door reads this table.

To add an option, add its entry to `OPTIONS` and, unless it is an engine's own, the field of the same name and default
to `RenderRequest` (request.py); tests/rendering/test_options.py holds the two together. Nothing else is needed:

- the command line gets `--the-name` where `cli/render.py` (all options), `speak`, `text` or `portrait` (those that they
  name) ask for it;
- the settings file gets `the_name`, the environment VIDEOLECTURE_THE_NAME, and the original API what these say;
- `/api/v1` gets the field `the_name`, in its OpenAPI document with range and help; a file gets `the_name_path` and the
  part `the_name` of an upload (its limit: `the_name_bytes` of `web/config.py`, otherwise that of the text);
- `docs/options.md` and `docs/options.ru.md` are written by `python -m videolecture.rendering.options [ru] > FILE`; a
  test says when to do that again.

An option that some door must not have says why, in `exempt`. An option of one kind of engine (`engine="face"`,
`engine="speech"`) needs no field: it travels in `face_options` or `speech_options`, where the engine checks it, and
only when somebody chose it.

Ranges are checked in `Option.check` and nowhere else; `request.check_engines` calls it for every request.
"""

from __future__ import annotations

from collections.abc import Mapping

from videolecture.rendering.option import Door, Option, Value

DOORS: tuple[Door, ...] = ("command", "settings", "v1", "original")

_OWN_TABLE = "it stands in the engine's own table, [engines.NAME]"
_ONE_LECTURE = "it says which part of one lecture is wanted"
_OWN_TITLE = "every lecture has its own"

OPTIONS: tuple[Option, ...] = (
    Option(
        "language",
        "text",
        "ru",
        "language of the lecture: ru, en, or what else the speech engine speaks; auto: as the text is",
        "язык лекции: ru, en или другой, на котором говорит движок речи; auto: по тексту",
        pattern="auto|[a-z]{2}(-[a-z]{2})?",
        example="ru, en, auto",
        longest=5,
    ),
    Option(
        "speech",
        "text",
        "silero",
        "speech engine (see: videolecture engines); auto: the best that is installed and allowed, chosen once",
        "движок речи (список: videolecture engines); auto: лучший из установленных и разрешённых, выбирается один раз",
        names="speech",
        automatic=True,
        longest=40,
    ),
    Option(
        "face_engine",
        "text",
        "puppet",
        "face engine (see: videolecture engines)",
        "движок лица (список: videolecture engines)",
        names="face",
        longest=40,
    ),
    Option(
        "deck",
        "file",
        None,
        "the slides: PDF, PPTX, ODP, Markdown, Typst, or a folder of pictures",
        "слайды: PDF, PPTX, ODP, Markdown, Typst или папка с картинками",
        suffixes=(".pdf", ".pptx", ".odp", ".md", ".typ"),
        exempt={"settings": "every lecture has its own", "original": "it comes with its request, as deck_path"},
    ),
    Option(
        "layout",
        "text",
        "auto",
        "layout of the picture: face, corner, side, slide, bookends; auto: corner with a deck, otherwise face",
        "расположение на кадре: face, corner, side, slide, bookends; auto: со слайдами corner, иначе face",
        names="layout",
        automatic=True,
        longest=40,
    ),
    Option(
        "resolution",
        "text",
        "auto",
        "resolution of the film (360p for drafts); auto: 1080p with a deck, otherwise as the photo is",
        "разрешение фильма (360p для черновиков); auto: со слайдами 1080p, иначе по фотографии",
        choices=("auto", "360p", "720p", "1080p"),
    ),
    Option(
        "orientation",
        "text",
        "landscape",
        "whether the film is wide or upright",
        "широкий фильм или вертикальный",
        choices=("landscape", "portrait"),
    ),
    Option(
        "corner",
        "text",
        "auto",
        "corner of the face in the layout corner; auto: the emptiest of all slides",
        "угол с лицом в расположении corner; auto: самый пустой на всех слайдах",
        choices=("auto", "top-left", "top-right", "bottom-left", "bottom-right"),
    ),
    Option(
        "face_shape",
        "text",
        "rectangle",
        "shape of the face in the layout corner",
        "форма окна с лицом в расположении corner",
        choices=("rectangle", "circle"),
    ),
    Option(
        "subtitles",
        "text",
        "file,soft",
        "where subtitles go: beside the film, inside it to be switched on, drawn into the picture; none",
        "куда идут субтитры: файлом рядом, внутрь фильма (включаются), в картинку; none — никуда",
        pattern="none|(file|soft|burned)(,(file|soft|burned))*",
        example="file,soft,burned",
    ),
    Option(
        "transition",
        "text",
        "cut",
        "from slide to slide",
        "переход от слайда к слайду",
        choices=("cut", "fade"),
    ),
    Option(
        "background",
        "text",
        None,
        "a colour instead of the photo's background",
        "цвет вместо фона фотографии",
        example="#2a6478, navy",
        longest=40,
    ),
    Option(
        "background_picture",
        "file",
        None,
        "a picture instead of the photo's background",
        "картинка вместо фона фотографии",
        suffixes=(".jpg", ".jpeg", ".png", ".webp", ".heic"),
    ),
    Option(
        "silent_slide",
        "number",
        3.0,
        "seconds that a slide without text is shown",
        "сколько секунд показывать слайд без текста",
        least=0.2,
        most=600,
    ),
    Option(
        "size",
        "whole",
        0,
        "pixels of the clips' longer side; 0: 512, with a deck what the layout takes",
        "длинная сторона роликов в пикселях; 0: 512, со слайдами — сколько нужно расположению",
        least=64,
        most=4096,
        even=True,
    ),
    Option(
        "slides",
        "slides",
        (),
        "only these slides; without: all",
        "только эти слайды; без параметра — все",
        example="2-3,5",
        exempt={"settings": _ONE_LECTURE, "original": _ONE_LECTURE},
    ),
    Option(
        "delimiter",
        "text",
        "_;",
        "what separates slides in the text",
        "чем в тексте разделены слайды",
        longest=20,
        original="LECTURES_TEXT_DELIMITER",
    ),
    Option(
        "expressiveness",
        "number",
        0.5,
        "how lively the face is, from calm to lively",
        "живость лица, от спокойного до живого",
        least=0,
        most=1,
    ),
    Option("still", "yes", False, "keep the head still", "не двигать головой"),
    Option(
        "gaze",
        "text",
        None,
        "how much the eyes move (natural)",
        "насколько подвижен взгляд (natural)",
        choices=("steady", "natural", "lively"),
        engine="face",
        exempt={"settings": _OWN_TABLE, "original": _OWN_TABLE},
    ),
    Option(
        "face_box",
        "text",
        None,
        "which face of the photo, in its pixels",
        "какое лицо на фото, в его пикселях",
        example="LEFT,TOP,RIGHT,BOTTOM",
        longest=80,
        engine="face",
        exempt={"settings": "every photo has its own", "original": "every photo has its own"},
    ),
    Option(
        "whole_photo",
        "yes",
        None,
        "show a very tall or wide photo whole, not the part around the person",
        "показать очень высокое или широкое фото целиком, а не вокруг человека",
        engine="face",
        exempt={"settings": _OWN_TABLE, "original": _OWN_TABLE},
    ),
    Option(
        "recording",
        "file",
        None,
        "speech of your own: a sound, a folder (3.m4a, fragment_7.m4a), a table in TOML, a PPTX with narration",
        "своя запись речи: звук, папка (3.m4a, fragment_7.m4a), таблица TOML или PPTX с записанной речью",
        suffixes=(".pptx",),
        exempt={"settings": "every lecture has its own", "original": "the original service knows none"},
    ),
    Option(
        "dictionary",
        "file",
        None,
        "how words are said: written -> spoken, TOML or CSV",
        "как произносить слова: написано -> сказано, TOML или CSV",
        suffixes=(".toml", ".csv"),
    ),
    Option(
        "strict",
        "yes",
        False,
        "refuse a text of which something would be left unsaid",
        "отказать, если что-то в тексте останется непроизнесённым",
    ),
    Option(
        "citations",
        "yes",
        False,
        "read citations like [1] and [2, p. 15] aloud, too",
        "произносить и ссылки на источники: [1], [2, с. 15]",
    ),
    Option(
        "checked",
        "yes",
        False,
        "listen to all speech with a recogniser, and speak again what is wrong",
        "проверять всю речь распознаванием и произносить неудачное заново",
    ),
    Option(
        "edits",
        "file",
        None,
        "changes of single fragments and slides (edits.toml)",
        "правки отдельных фрагментов и слайдов (edits.toml)",
        suffixes=(".toml",),
        exempt={
            "settings": "every lecture has its own",
            "original": "every lecture has its own",
            "v1": "they are made one by one, with PATCH",
        },
    ),
    Option(
        "takes",
        "file",
        None,
        "takes of single sentences that were chosen (takes.toml, found beside lecture.toml; videolecture take)",
        "выбранные дубли отдельных предложений (takes.toml, сам находится рядом с lecture.toml; videolecture take)",
        suffixes=(".toml",),
        exempt={
            "settings": "every lecture has its own",
            "original": "every lecture has its own",
            "v1": "they are heard and chosen one by one (.../sentences/{s}/takes)",
        },
    ),
    Option(
        "title",
        "text",
        None,
        "title of the lecture, in the film's metadata and the manifest",
        "название лекции: в метаданных фильма и в описании",
        longest=200,
        exempt={"settings": _OWN_TITLE, "original": _OWN_TITLE},
    ),
    Option("author", "text", None, "whose lecture it is; the same", "чья это лекция; там же", longest=200),
    Option(
        "licence",
        "text",
        None,
        "under which licence the lecture is given on; the same",
        "по какой лицензии лекцию можно передавать; там же",
        longest=200,
        example="CC BY 4.0",
    ),
    Option(
        "commercial",
        "yes",
        False,
        "refuse engines whose licence does not allow commercial use; without --speech, one that does is taken",
        "отказывать движкам, лицензия которых запрещает коммерческое использование; без --speech взять разрешённый",
        exempt={"v1": "the operator's promise: no client may lift it"},
    ),
)

BY_NAME: Mapping[str, Option] = {option.name: option for option in OPTIONS}


def at(door: Door) -> tuple[Option, ...]:
    """The options that a door has."""
    return tuple(option for option in OPTIONS if door not in option.exempt)


def defaults() -> dict[str, Value]:
    """What the settings say when nobody says anything."""
    return {option.name: option.default for option in at("settings")}


def check(values: Mapping[str, object]) -> None:
    """Raise InputError for the first option of a request that cannot be."""
    for option in OPTIONS:
        value = values.get(option.name)
        if isinstance(value, (str, int, float, tuple)):
            option.check(value)


def table(language: str = "en") -> str:
    """The options as a Markdown table."""
    heads, title = {
        "en": ("| option | command line | setting | `/api/v1` | default | values | what it does |", "# Options"),
        "ru": (
            "| параметр | командная строка | настройка | `/api/v1` | обычно | значения | что делает |",
            "# Параметры лекции",
        ),
    }[language]
    return "\n".join((title, "", heads, "|---" * 7 + "|", *(_row(option, language) for option in OPTIONS), ""))


def _row(option: Option, language: str) -> str:
    named = f"{option.name}_path" if option.kind == "file" else option.name
    default = "" if option.default in (None, (), False) else f"`{option.default}`"
    cells = (
        f"`{option.name}`",
        *(
            f"`{name}`" if door not in option.exempt else "—"
            for door, name in (("command", option.flag), ("settings", option.name), ("v1", named))
        ),
        default,
        option.range.replace("|", "\\|"),
        option.help if language == "en" else option.help_ru,
    )
    return "| " + " | ".join(cells) + " |"


if __name__ == "__main__":
    import sys

    print(table(*sys.argv[1:]), end="")

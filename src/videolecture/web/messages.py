"""What both APIs say of their own, in Russian and English, and which language a client reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from werkzeug.datastructures import LanguageAccept

from videolecture.messages import LANGUAGES, in_language

TEXTS: Mapping[str, tuple[str, str]] = {
    "started": ("Генерация запущена", "Generation has started"),
    "queued": ("Генерация поставлена в очередь", "Generation is queued"),
    "cancelled": ("Генерация остановлена", "Generation has been stopped"),
    "nothing runs": ("Нет выполняющейся генерации", "No generation is running"),
    "not stopped": ("Генерация ещё останавливается", "The generation is still stopping"),
    "not json": (
        "Тело запроса должно быть объектом JSON (Content-Type: application/json)",
        "The request's body must be a JSON object (Content-Type: application/json)",
    ),
    "missing": ("Не указано поле «{name}»", "The field «{name}» is missing"),
    "no integer": ("Поле «{name}» должно быть целым числом от 0", "The field «{name}» must be a whole number from 0"),
    "no path": ("Поле «{name}» должно быть абсолютным путём", "The field «{name}» must be an absolute path"),
    "not there": ("Файл «{path}» (поле «{name}») не найден", "The file «{path}» (field «{name}») is not there"),
    "no file": ("«{path}» (поле «{name}») не является файлом", "«{path}» (field «{name}») is not a file"),
    "unreadable": ("Файл «{path}» (поле «{name}») нельзя прочитать", "«{path}» (field «{name}») cannot be read"),
    "too large": (
        "Файл «{path}» (поле «{name}») больше {limit} байт",
        "The file «{path}» (field «{name}») is larger than {limit} bytes",
    ),
    "outside": (
        "Путь «{path}» (поле «{name}») вне разрешённых папок: запустите службу с --allow-root",
        "«{path}» (field «{name}») is outside the allowed folders: start the service with --allow-root",
    ),
    "no roots": (
        "Путь в поле «{name}»: ни одна папка не разрешена, запустите службу с --allow-root ПАПКА",
        "A path in the field «{name}»: no folder is allowed, start the service with --allow-root FOLDER",
    ),
    "no folder": (
        "В папку «{path}» (поле «{name}») нельзя записать",
        "The folder «{path}» (field «{name}») cannot be written to",
    ),
    "unusable": ("Генерация невозможна: {error}", "Generation is not possible: {error}"),
    "full": ("Очередь заполнена, повторите позже", "The queue is full, try again later"),
    "cross site": ("Запрос с другого сайта отклонён", "A request from another site is refused"),
    "host": ("Неизвестное имя узла «{name}»", "Unknown host name «{name}»"),
    "token": ("Нужен токен доступа", "A bearer token is needed"),
    "not found": ("Не найдено", "Not found"),
    "method": ("Метод не поддерживается", "The method is not supported"),
    "slow": ("Запрос поступает слишком медленно", "The request arrives too slowly"),
    "too much": ("Запрос слишком большой", "The request is too large"),
    "no lecture": ("Лекции «{id}» нет", "There is no lecture «{id}»"),
    "no fragment": ("Фрагмента {number} нет", "There is no fragment {number}"),
    "not over http": (
        "Ключа «{name}» в lecture.toml по HTTP нет: куда идёт лекция, решает служба, правки и дубли делаются по одному",
        "«{name}» of a lecture.toml has no place over HTTP: the service knows where it goes, changes are made by PATCH",
    ),
    "no sentence": ("Во фрагменте {number} нет предложения {sentence}", "Fragment {number} has no sentence {sentence}"),
    "no take": ("Дубля {take} нет: запросите его ещё раз", "There is no take {take}: ask for it again"),
    "take number": (
        "У предложения уже {most} дублей: выберите из них или подождите сутки",
        "There are {most} takes of the sentence already: choose one, or wait for a day",
    ),
    "takes no chance": ("{error}", "{error}"),
    "take recorded": ("{error}", "{error}"),
    "no slide": ("Слайда {slide} нет: их {count}", "There is no slide {slide}: there are {count}"),
    "no words": ("В выбранных слайдах нет текста", "The chosen slides have no text"),
    "no result": ("Файла «{name}» нет", "There is no file «{name}»"),
    "no match": (
        "Лекция уже есть с другим содержанием: укажите её метку в If-Match",
        "The lecture exists with another content: name its entity tag in If-Match",
    ),
    "needs match": (
        "Укажите в If-Match метку лекции (ETag), которую меняете",
        "Name in If-Match the entity tag (ETag) of the lecture that you change",
    ),
    "deleting": ("Лекция «{id}» удаляется", "The lecture «{id}» is being deleted"),
    "no revision": ("Версии {number} у лекции нет", "The lecture has no revision {number}"),
    "no deck": (
        "У лекции нет слайдов: картинку слайда {slide} показать негде",
        "The lecture has no slides that a picture of slide {slide} could be shown on",
    ),
    "delimiter in fragment": (
        "Во фрагменте не бывает разделителя слайдов «{delimiter}»: замените весь текст",
        "A fragment has no slide delimiter «{delimiter}»: replace the whole text",
    ),
    "mismatch": ("If-Match называет другую версию лекции", "If-Match names another version of the lecture"),
    "streams": ("Слишком много потоков событий", "Too many event streams are open"),
    "type": ("Тип содержимого не поддерживается", "The content type is not supported"),
    "wrong": ("Неверное поле «{name}»: {what}", "The field «{name}» is wrong: {what}"),
    "twice": ("Укажите «{name}» одним способом", "Give «{name}» in exactly one way"),
    "film": (
        "Поле «{name}»: нужно имя видеофайла из букв, цифр и пробелов, у каждого своё, а не «{path}»",
        "The field «{name}» needs names of video files, of letters, digits and spaces, each its own, not «{path}»",
    ),
    "deck file": (
        "Поле «{name}»: файл рядом со слайдами не может называться «{path}»",
        "The field «{name}»: a file beside the deck cannot be called «{path}»",
    ),
    "deck files": (
        "Поле «{name}»: рядом со слайдами больше {most} файлов",
        "The field «{name}»: there are more than {most} files beside the deck",
    ),
    "no upload": ("Загрузки «{id}» нет", "There is no upload «{id}»"),
    "uploads": ("Слишком много загруженных файлов: удалите ненужные", "Too many uploads: delete some"),
    "upload unfinished": (
        "Файл «{name}» загружен не полностью: {offset} из {size} байт",
        "«{name}» has not come completely: {offset} of {size} bytes",
    ),
    "upload offset": ("Загружено {offset} байт: продолжите с этого места", "{offset} bytes are here: go on from there"),
    "upload longer": (
        "Файл «{name}» длиннее заявленных {size} байт",
        "«{name}» is longer than the {size} bytes announced",
    ),
    "unusable speech": ("{error}", "{error}"),
    "unusable token": ("{error}", "{error}"),
    "no weights": ("Весов «{name}» нет", "There are no weights «{name}»"),
    "form": (
        "Страница устарела: обновите её и повторите",
        "The page is out of date: reload it and try again",
    ),
    "stopping": ("Служба останавливается, повторите позже", "The service is stopping, try again later"),
    "busy": ("База данных занята, повторите позже", "The ledger is busy, try again"),
    "bad": ("Запрос не понят ({status})", "The request is not understood ({status})"),
    "trouble": ("Внутренняя ошибка: {error}", "Internal error: {error}"),
    "disk full": ("На сервере нет места: {error}", "The server has no room left: {error}"),
}


def language_of(accept: LanguageAccept, default: str = LANGUAGES[0]) -> str:
    """The language that a client reads."""
    return accept.best_match(LANGUAGES, default=default) or default


def say(
    code: str, accept: LanguageAccept, default: str = LANGUAGES[0], parts: Mapping[str, object] = MappingProxyType({})
) -> str:
    """The text of a code in the client's language."""
    language = language_of(accept, default)
    return TEXTS[code][LANGUAGES.index(language)].format_map(in_language(parts, language)).strip()

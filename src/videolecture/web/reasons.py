"""Why an order is refused, in Russian. The stages say it in English; clients of the original read Russian.

A test holds the table to the messages of the modules that look at an order: a new message needs its line here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

RUSSIAN: Mapping[str, str] = {
    # text
    "«{}» is not a text file: it holds bytes that no text has.": "«{}» не текстовый файл: таких байтов в тексте нет.",
    "Give a plain text file in UTF-8 (or Windows-1251); save a document as plain text first.": (
        "Нужен простой текст в UTF-8 (или Windows-1251); документ сначала сохраните как простой текст."
    ),
    "The lecture text «{}» is empty.": "Текст лекции «{}» пуст.",
    "Write what is to be said into it.": "Напишите в нём то, что нужно произнести.",
    "The lecture text «{}» has {} MB; more than {} MB is not taken.": (
        "Текст лекции «{}» занимает {} МБ; больше {} МБ не принимается."
    ),
    "Check that it is the text, or cut it into several lectures.": (
        "Проверьте, что это текст, или разделите его на несколько лекций."
    ),
    "The lecture text «{}» does not exist.": "Файла с текстом лекции «{}» нет.",
    "Check the path.": "Проверьте путь.",
    "The lecture text «{}» is a folder.": "Вместо текста лекции указана папка «{}».",
    "Name the text file in it.": "Укажите текстовый файл в ней.",
    "The lecture text «{}» cannot be read: {}.": "Текст лекции «{}» нельзя прочитать: {}.",
    "Check its permissions.": "Проверьте права доступа.",
    "The lecture text «{}» seems to be in the old encoding {}.": "Похоже, текст лекции «{}» в старой кодировке {}.",
    "Save it as UTF-8 and try again.": "Сохраните его в UTF-8 и повторите.",
    "The language of the lecture cannot be told from its letters.": "По буквам не понять, на каком языке лекция.",
    "Name it: --language ru, --language en.": "Укажите язык: ru, en.",
    "The language «{}» cannot be read.": "Язык «{}» не читается.",
    "Known: {}.": "Известны: {}.",
    "The lecture text holds nothing that can be spoken.": "В тексте лекции нечего произносить.",
    "Write it in words.": "Напишите его словами.",
    "Write it in words, or say how it sounds: [say:written|spoken].": (
        "Напишите словами или укажите, как это звучит: [say:как пишется|как звучит]."
    ),
    "The language of «[lang:{}]» in «{}» cannot be read.": "Язык пометки «[lang:{}]» в «{}» не читается.",
    "The slide delimiter is empty.": "Разделитель слайдов пуст.",
    "Set one that the text does not use otherwise, like «_;».": (
        "Задайте такой, которого в тексте больше нигде нет, например «_;»."
    ),
    "The lecture text is empty.": "Текст лекции пуст.",
    "The lecture text holds only slide delimiters («{}») and nothing to say.": (
        "В тексте лекции только разделители слайдов («{}»), произносить нечего."
    ),
    "Write the text of the slides between them.": "Напишите между ними текст слайдов.",
    "The lecture text {} has no words.": "В тексте лекции {} нет слов.",
    "Write something to be spoken.": "Напишите то, что нужно произнести.",
    # photo
    "The photo «{}» has more than {} million pixels.": "В фото «{}» больше {} миллионов пикселей.",
    "Save it in a smaller size.": "Сохраните его в меньшем размере.",
    "The photo «{}» is a folder.": "Вместо фото указана папка «{}».",
    "Give a JPEG, PNG, WebP or HEIC photo of one face looking at the camera.": (
        "Нужна фотография JPEG, PNG, WebP или HEIC: одно лицо, взгляд в камеру."
    ),
    "The photo «{}» is an empty file.": "Файл с фото «{}» пуст.",
    "The photo «{}» is only {}x{} pixels.": "В фото «{}» всего {}x{} пикселей.",
    "Give one of at least {} pixels on its shorter side.": "Нужно не меньше {} пикселей по короткой стороне.",
    "The photo «{}» is larger than {} MB.": "Фото «{}» больше {} МБ.",
    "The photo «{}» does not exist.": "Файла с фото «{}» нет.",
    "Check the path given as the face.": "Проверьте путь к фото.",
    "The photo «{}» cannot be read: {}.": "Фото «{}» нельзя прочитать: {}.",
    "«{}» is not an image that can be read.": "«{}» не изображение, которое можно прочитать.",
    "The photo «{}» is damaged or cut short.": "Фото «{}» повреждено или обрезано.",
    "Save or download it again.": "Сохраните или загрузите его заново.",
    # voice
    "The voice sample {} is not a recording that can be decoded.": "Образец голоса {} не читается как запись.",
    "Give a wav, mp3, m4a, ogg, opus, flac or webm file that plays in a media player.": (
        "Нужен файл wav, mp3, m4a, ogg, opus, flac или webm, который открывается в плеере."
    ),
    "The voice sample {} is no recording.": "Образец голоса {} не является записью.",
    "Give a wav, mp3, m4a, ogg, flac or webm file.": "Нужен файл wav, mp3, m4a, ogg, flac или webm.",
    "The voice sample {} holds no sound.": "В образце голоса {} нет звука.",
    "Record 10 to 30 seconds of one person reading calmly in a quiet room, 20 cm from the microphone.": (
        "Запишите 10–30 секунд спокойного чтения одного человека в тихой комнате, 20 см от микрофона."
    ),
    "The voice sample {} is silent.": "Образец голоса {} — тишина.",
    "Check the microphone. "
    "Record 10 to 30 seconds of one person reading calmly in a quiet room, 20 cm from the microphone.": (
        "Проверьте микрофон. "
        "Запишите 10–30 секунд спокойного чтения одного человека в тихой комнате, 20 см от микрофона."
    ),
    "The voice sample {} holds {} s of speech; at least 1 s is needed.": (
        "В образце голоса {} всего {} с речи; нужна хотя бы 1 с."
    ),
    "The voice sample {} is too quiet.": "Образец голоса {} слишком тихий.",
    "Turn the microphone up. "
    "Record 10 to 30 seconds of one person reading calmly in a quiet room, 20 cm from the microphone.": (
        "Сделайте микрофон громче. "
        "Запишите 10–30 секунд спокойного чтения одного человека в тихой комнате, 20 см от микрофона."
    ),
    "In the voice sample {} no speech can be told from noise or music.": (
        "В образце голоса {} речь не отличить от шума или музыки."
    ),
    "The voice sample {} is empty (0 bytes).": "Образец голоса {} пуст (0 байт).",
    "There is no voice sample at {}.": "Образца голоса {} нет.",
    "Check the path given with --voice.": "Проверьте путь к образцу голоса.",
    "The voice sample {} cannot be read: {}.": "Образец голоса {} нельзя прочитать: {}.",
    "Give a file you may read.": "Укажите файл, который можно читать.",
    "The voice sample {} has no sound track.": "В образце голоса {} нет звуковой дорожки.",
    "The voice sample {} lasts {} minutes.": "Образец голоса {} длится {} мин.",
    "Give one of at most {} minutes; 30 seconds are plenty.": "Нужно не больше {} мин; хватит и 30 секунд.",
    # what was asked for
    "The {} {} is not there or is not a file.": "{} {}: такого файла нет.",
    "The {} {} cannot be read: {}.": "{} {} нельзя прочитать: {}.",
    "Check its rights.": "Проверьте права доступа.",
    "--id {} is not possible.": "Номер лекции {} невозможен.",
    "Choose 0 or more: it is part of every file name.": "Нужно число от 0: оно входит в имена всех файлов.",
    "--size {} is not possible.": "Размер {} невозможен.",
    "Choose an even number from 64 to 4096.": "Нужно чётное число от 64 до 4096.",
    "--expressiveness {} is not possible.": "Выразительность {} невозможна.",
    "Choose a number from 0 to 1.": "Нужно число от 0 до 1.",
    "The speech engine {} does not speak «{}».": "Движок речи {} не говорит на языке «{}».",
    "It speaks: {}.": "Он говорит на: {}.",
    "The {} engine {} does not allow commercial use (weights: {}).": (
        "Движок ({}) {} не разрешает коммерческое использование (веса: {})."
    ),
    "Engines that do: {}. Or render without --commercial.": "Разрешают: {}. Или не требуйте commercial в настройках.",
    "The {} engine {} does not allow commercial use with {} {}.": (
        "Движок ({}) {} не разрешает коммерческое использование с {} {}."
    ),
    "Leave {} out, or render without --commercial.": "Уберите {} или не требуйте commercial в настройках.",
    "Slide {} switches to «{}» for «{}», which the speech engine {} does not speak.": (
        "Слайд {} переходит на язык «{}» для «{}», а движок речи {} на нём не говорит."
    ),
    "There is no {} called «{}».": "Нет такого ({}): «{}».",
    "The {} engine {} has no option «{}» ([engines.{}]).": "У движка ({}) {} нет параметра «{}» ([engines.{}]).",
    # weights
    "The weights «{}» ({}) are not installed: there is no {}.": "Веса «{}» ({}) не установлены: нет файла {}.",
    "Run «videolecture models pull {}» ({}, licence {}).": "Выполните «videolecture models pull {}» ({}, лицензия {}).",
    "The weights «{}» are damaged or not genuine: {} does not have the size and SHA-256 of the manifest.": (
        "Веса «{}» повреждены или подменены: {} не того размера или с другой SHA-256."
    ),
    "Run «videolecture models pull {}»: it replaces the file.": "Её заменит «videolecture models pull {}».",
    "The weights {} are not installed in {}.": "Веса {} не установлены в {}.",
    "Run «videolecture models pull {}» ({}), or «videolecture setup» for all that the default engines need.": (
        "Выполните «videolecture models pull {}» ({}) или «videolecture setup»: она загрузит всё для обычных движков."
    ),
    "The licence of «{}» ({}) has not been accepted on this machine.": "Лицензия «{}» ({}) на этой машине не принята.",
    "Read {}; if you accept it, set {}=1 in the environment.": (
        "Прочитайте {}; если принимаете её, задайте в окружении {}=1."
    ),
    "The engine sadtalker-cli needs the setting {}.": "Движку sadtalker-cli нужна настройка {}.",
    "Set SAD_TALKER_PYTHON_PATH, SAD_TALKER_INFERENCE and SAD_TALKER_DIR_PATH to an existing checkout, "
    "or choose the engine sadtalker, which needs none.": (
        "Укажите в SAD_TALKER_PYTHON_PATH, SAD_TALKER_INFERENCE и SAD_TALKER_DIR_PATH установленный SadTalker "
        "или выберите движок sadtalker, которому они не нужны."
    ),
    "{} names {}, which does not exist.": "{} указывает на {}, а этого нет.",
    "Correct the setting.": "Исправьте настройку.",
    # this machine
    "«{}» could not be written: {}.": "«{}» нельзя записать: {}.",
    "Check the folder's permissions or choose another folder.": "Проверьте права на папку или выберите другую.",
    "The disk is full: «{}» could not be written{}.": "Диск заполнен: «{}» нельзя записать{}.",
    "Free some space or choose another folder, then run the same command again: it goes on where it stopped.": (
        "Освободите место или выберите другую папку и повторите запрос: работа продолжится с того же места."
    ),
    "The worker of {} ended {} while it did «{}».": "Процесс {} завершился {} во время «{}».",
    "The worker of {} {} («{}») and was ended.": "Процесс {} {} («{}») и был остановлен.",
    "Run the same command again: it goes on where it stopped.": "Повторите запрос: работа продолжится с того же места.",
    "Run the same command again: it goes on where it stopped. Its last words:\n{}": (
        "Повторите запрос: работа продолжится с того же места. Последние слова процесса:\n{}"
    ),
    "The engine {} ran out of memory («{}»): {}.": "Движку {} не хватило памяти («{}»): {}.",
    "Close other programs or choose a smaller picture, then run the same command again.": (
        "Закройте другие программы или выберите картинку меньше и повторите запрос."
    ),
    "The engine {} failed: {}: {}{}.": "Сбой движка {}: {}: {}{}.",
    "This is a fault of the program: please report it with the log.": (
        "Это ошибка программы: пожалуйста, сообщите о ней и приложите журнал."
    ),
}

WORDS: Mapping[str, str] = {  # what stands in the gaps
    "lecture text": "Текст лекции",
    "photo": "Фото",
    "voice sample": "Образец голоса",
    "speech engine": "движок речи",
    "face engine": "движок лица",
    "speech": "речь",
    "face": "лицо",
    "layout": "вид кадра",
    "executor": "исполнитель",
    "Permission denied": "нет прав",
    "Is a directory": "это папка",
    "Not a directory": "это не папка",
    "No such file or directory": "такого файла нет",
    "No space left on device": "диск заполнен",
    "Read-only file system": "диск только для чтения",
    "File name too long": "слишком длинное имя",
}


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.escape(template).replace(r"\{\}", "(.*?)"), re.DOTALL)


_PATTERNS = [(_pattern(english), russian) for english, russian in RUSSIAN.items()]


def in_russian(sentence: str) -> str:
    """The sentence in Russian; one that is not in the table stays as it is."""
    for pattern, russian in _PATTERNS:
        if found := pattern.fullmatch(sentence):
            return russian.format(*(WORDS.get(gap, gap) for gap in found.groups()))
    return sentence

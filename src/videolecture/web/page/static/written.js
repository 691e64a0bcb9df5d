// A sentence is found in its text, wherever its lines break and whatever marks stand between its words; of it a word is
// replaced. Spaces and marks are passed over, of [say:word|how it sounds] the word counts.

const TAKEN = /\[say:([^|\]\n]*)\|[^\]\n]*\]|\[(?:next|\/?synth|(?:point|highlight|layout|clip):[^\]\n]*)\]|\s+/giu;

/** The characters of a text that are read, each with where it, or the mark around it, begins and ends. */
function read(text) {
  const [letters, places] = [[], []];
  const add = (piece, from, whole) => {
    for (let index = 0; index < piece.length; index += 1) {
      letters.push(piece[index]);
      places.push(whole ?? [from + index, from + index + 1]);
    }
  };
  let at = 0;
  for (const found of text.matchAll(TAKEN)) {
    add(text.slice(at, found.index), at);
    at = found.index + found[0].length;
    if (found[1]) add(found[1].replace(/\s+/g, ""), 0, [found.index, at]);
  }
  add(text.slice(at), at);
  return { letters: letters.join(""), places };
}

const bare = (text) => text.replace(/\s+/g, "");

/** Put `word` in place of a doubt of a sentence, in the field of the text; whether the sentence was found there. */
export function replaceWord(field, sentence, { start, end }, word) {
  const { letters, places } = read(field.value);
  const wanted = bare(sentence.text);
  let found = letters.indexOf(wanted);
  for (let same = 0; found >= 0 && same < (sentence.same ?? 0); same += 1) found = letters.indexOf(wanted, found + wanted.length);
  if (found < 0) return false;
  const [first, last] = [bare(sentence.text.slice(0, start)).length, bare(sentence.text.slice(0, end)).length - 1];
  field.setRangeText(word, places[found + first][0], places[found + last][1], "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

// What was typed, held letter by letter against what was wanted: the twin of core/comparing.py.

const JOINER = "\u200d";
const GOES_WITH = /^[\p{M}\u200c\u200d\u{1f3fb}-\u{1f3ff}]$/u;
const REGIONAL = /^[\u{1f1e6}-\u{1f1ff}]$/u;

// Runs of [kind, text]: same, wrong, extra as typed, missing as wanted.
export function compared(typed, wanted, ignoreCase = false) {
  const given = letters(typed);
  const right = letters(wanted);
  const key = (letter) => (ignoreCase ? letter.toLowerCase() : letter);
  const runs = [];
  for (const [kind, letter] of aligned(given, right, given.map(key), right.map(key))) {
    if (runs.at(-1)?.[0] === kind) runs.at(-1)[1] += letter;
    else runs.push([kind, letter]);
  }
  return runs;
}

export function letters(text) {
  const found = [];
  for (const character of text.normalize("NFC").trim().replace(/\s+/gu, " ")) {
    if (found.length && goesWith(found.at(-1), character)) found[found.length - 1] += character;
    else found.push(character);
  }
  return found;
}

function goesWith(before, character) {
  return GOES_WITH.test(character) || before.endsWith(JOINER) || (REGIONAL.test(before) && REGIONAL.test(character));
}

function* aligned(given, right, givenKeys, rightKeys) {
  const longest = table(givenKeys, rightKeys);
  let [at, place] = [0, 0];
  while (at < given.length || place < right.length) {
    const [start, begin] = [at, place];
    while (at < given.length && place < right.length && givenKeys[at] !== rightKeys[place]) {
      if (longest[at + 1][place] >= longest[at][place + 1]) at += 1;
      else place += 1;
    }
    if (at === given.length || place === right.length) [at, place] = [given.length, right.length];
    yield* replaced(given.slice(start, at), right.slice(begin, place));
    if (at < given.length) {
      yield ["same", given[at]];
      [at, place] = [at + 1, place + 1];
    }
  }
}

function* replaced(given, right) {
  const pairs = Math.min(given.length, right.length);
  for (const letter of given.slice(0, pairs)) yield ["wrong", letter];
  for (const letter of given.slice(pairs)) yield ["extra", letter];
  for (const letter of right.slice(pairs)) yield ["missing", letter];
}

function table(given, right) {
  const longest = Array.from({ length: given.length + 1 }, () => new Array(right.length + 1).fill(0));
  for (let at = given.length - 1; at >= 0; at -= 1) {
    for (let place = right.length - 1; place >= 0; place -= 1) {
      longest[at][place] = given[at] === right[place]
        ? longest[at + 1][place + 1] + 1
        : Math.max(longest[at + 1][place], longest[at][place + 1]);
    }
  }
  return longest;
}

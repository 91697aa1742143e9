// The same numbers every time: mulberry32, a small generator with a fixed seed.
let state = 41;

export function random() {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

export const below = (number) => Math.floor(random() * number);
export const pick = (list) => list[below(list.length)];

const first = "Aila Bjørn Chiara Dagny Eòin Fatima Grzegorz Håkon Ines Jón Katarína Lars Màiri Nils Oona".split(" ");
const last = "Andersson Bruce Dahl Eide O'Hara Ferreira Gunnarsson Haugen Isbister Jóhannesson Kovács Linklater Moberg Nyström".split(" ");
const words = "grey wool scarf left under seat near window small blue rucksack with stickers black phone child's red mitten lunch box silver ring paperback novel".split(" ");

export const person = () => `${pick(first)} ${pick(last)}`;
export const text = (number) => Array.from({ length: number }, () => pick(words)).join(" ");

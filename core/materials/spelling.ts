/**
 * The names most like a misspelt one, best first, at most five; none that differ in more than a third of their letters.
 * Case and the signs - _ . and blank do not count; a name that begins as the query does is close.
 */
export function closestNames(query: string, names: readonly string[]): string[] {
  const wanted = plain(query).slice(0, 64);
  if (wanted === '') return [];
  const scored = names.map((name) => {
    const found = plain(name);
    // of equally distant names those that begin alike come first: TiO means TiO2 rather than SiO
    return { name, distance: distanceTo(wanted, found), begins: found.startsWith(wanted) ? 0 : 1 };
  });
  return scored
    .filter(({ distance }) => Number.isFinite(distance))
    .sort((a, b) => a.distance - b.distance || a.begins - b.begins || (a.name < b.name ? -1 : 1))
    .slice(0, 5)
    .map(({ name }) => name);
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_.\s]/g, '');
}

function distanceTo(wanted: string, name: string): number {
  const edits = editDistance(wanted, name);
  const allowed = Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3));
  if (edits <= allowed) return edits;
  const isPrefix = name.startsWith(wanted) || (name.length >= 3 && wanted.startsWith(name));
  return isPrefix ? allowed + 0.5 : Number.POSITIVE_INFINITY;
}

/** Damerau's distance with neighbours exchanged counting once (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        best = Math.min(best, beforeLast[j - 2] + 1);
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}

/** Whether two values that are made of plain data are the same. What is one and the same object is not gone through. */

export const isAlike = (one: unknown, other: unknown): boolean => areAlike(one, other, new Map());

/** What has more fields is gone through once: many things point to one pull request. */
const manyFields = 8;

/** @param known pairs that are alike, of those that have many fields */
function areAlike(one: unknown, other: unknown, known: Map<object, object>): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (known.get(one) === other) return true;
  return isSameInside(one, other, known);
}

function isSameInside(one: object, other: object, known: Map<object, object>): boolean {
  if (Array.isArray(one) || Array.isArray(other))
    return (
      Array.isArray(one) &&
      Array.isArray(other) &&
      one.length === other.length &&
      one.every((each, index) => areAlike(each, other[index], known))
    );
  if (one instanceof Map || other instanceof Map) {
    if (!(one instanceof Map && other instanceof Map) || one.size !== other.size) return false;
    for (const [key, value] of one)
      if (!other.has(key) || !areAlike(value, other.get(key), known)) return false;
    return true;
  }
  if (one instanceof Set || other instanceof Set) {
    if (!(one instanceof Set && other instanceof Set) || one.size !== other.size) return false;
    for (const value of one) if (!other.has(value)) return false;
    return true;
  }
  return hasSameFields(one as Fields, other as Fields, known);
}

type Fields = Readonly<Record<string, unknown>>;

function hasSameFields(one: Fields, other: Fields, known: Map<object, object>): boolean {
  const names = Object.keys(one);
  if (names.length !== Object.keys(other).length) return false;
  for (const name of names) {
    const [mine, theirs] = [one[name], other[name]];
    if (mine === theirs && mine !== undefined) continue;
    if (!Object.hasOwn(other, name) || !areAlike(mine, theirs, known)) return false;
  }
  if (names.length > manyFields) known.set(one, other);
  return true;
}

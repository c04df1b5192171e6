/** A query takes a limited number of values; long lists go in parts. */
export function inParts<T>(values: readonly T[], size = 500): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, part) =>
    values.slice(part * size, (part + 1) * size),
  );
}

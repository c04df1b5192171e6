/** Every key of the policy language, walked from its schema: `gates.*.when.labels`, `reminders.calendar.workdays`, … */
import { jsonSchema } from '../../src/policy/index.ts';

type Part = {
  readonly properties?: Readonly<Record<string, Part>>;
  readonly additionalProperties?: Part | boolean;
  readonly items?: Part;
  readonly anyOf?: readonly Part[];
};

/**
 * The keys below a part of the schema that hold a value, and no further keys. An approve rule is one value: it refers to
 * itself.
 */
function keysBelow(part: Part, path: readonly string[]): readonly string[] {
  const { properties = {}, additionalProperties, items, anyOf = [] } = part;
  const below = [
    ...Object.entries(properties).flatMap(([key, inner]) => keysBelow(inner, [...path, key])),
    ...(typeof additionalProperties === 'object' ? keysBelow(additionalProperties, [...path, '*']) : []),
    ...(items?.properties === undefined ? [] : keysBelow(items, [...path, '*'])),
    ...anyOf.filter((each) => each.properties !== undefined).flatMap((each) => keysBelow(each, path)),
  ];
  return below.length === 0 ? [path.join('.')] : [...new Set(below)];
}

export const allKeys: readonly string[] = keysBelow(jsonSchema(), []);

/** Those below a place, as they are named from there. */
export const keysOf = (place: string): readonly string[] =>
  allKeys.filter((key) => key.startsWith(place)).map((key) => key.slice(place.length));

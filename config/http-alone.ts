/**
 * `node:http` for a bundle, without what it has of `fetch`. Node reads every name of a module that is imported, and three
 * of this one's load all of undici, at each start, before anybody fetches anything.
 */
import http from 'node:http';

import type { Plugin } from 'rolldown';

const name = '\0node:http';

export const httpAlone = (): Plugin => ({
  name: 'http-alone',
  resolveId: (source) => (source === 'node:http' ? name : null),
  load: (id) => (id === name ? text() : null),
});

/** Whoever imports one of the others is told that there is none, when the bundle is made. */
function text(): string {
  const names = Object.entries(Object.getOwnPropertyDescriptors(http)).flatMap(([each, property]) =>
    property.get === undefined ? [each] : [],
  );
  return `const http = process.getBuiltinModule('node:http');
export default http;
export const { ${names.join(', ')} } = http;
`;
}

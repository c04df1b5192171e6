/** When GitHub refuses a question itself: it has no such field, argument or type, or the REST version is retired. */
import { ApiMoved } from '../../tracker.ts';

/** An error of a GraphQL answer, as far as it is looked at here. */
type Refused = {
  readonly message: string;
  readonly type?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
};

/**
 * Codes of graphql-ruby, on which GitHub's GraphQL runs, for documents and variables that do not fit the schema
 * (its page "Validation", and its static validation errors).
 */
const codes: ReadonlySet<string> = new Set([
  'undefinedField',
  'argumentNotAccepted',
  'argumentLiteralsIncompatible',
  'undefinedType',
  'cannotSpreadFragment',
  'fragmentOnNonCompositeType',
  'selectionMismatch',
  'missingRequiredArguments',
  'missingRequiredInputObjectAttribute',
  'defaultValueInvalidType',
  'variableMismatch',
  'variableRequiresValidType',
  'undefinedDirective',
  'useAndDefineFragment',
]);

/** The same by their words, for what stands between us and GitHub and leaves the codes out. */
const words =
  /^(Field '.{1,200}' (doesn't (exist on type|accept argument) |is missing required arguments)|No such type |Argument '.{1,200}' on .{1,200} has an invalid value|Variable \$\w+ of type .{1,200} was provided invalid value|\w+ isn't a defined input type |Fragment \w+ was defined, but not used|Parse error on |Cannot query field |Unknown (argument|type|directive) |Value ".{1,200}" does not exist in )/;

/** What GitHub does not know of a document that it refused as a whole; null: it refused it for another reason. */
export function movedIn(errors: readonly Refused[]): ApiMoved | null {
  const refused = errors.filter(({ type }) => type === undefined);
  const unknown = refused.find(({ extensions, message }) => isCode(extensions) || words.test(message));
  return unknown === undefined ? null : new ApiMoved(nameOf(unknown), unknown.message);
}

function isCode(extensions: Refused['extensions']): boolean {
  const code = extensions?.['code'];
  return (typeof code === 'string' && codes.has(code)) || Array.isArray(extensions?.['problems']);
}

/** `Issue.shoeSize`, `stateReason(enableDuplicate:)`, `SubIssueAddedEvent`; at worst the first words of the message. */
function nameOf({ extensions = {}, message }: Refused): string {
  const text = (key: string): string | null => {
    const value = extensions[key];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const [field, argument, type] = [text('fieldName'), text('argumentName'), text('typeName')];
  if (field !== null) return type === null ? field : `${type}.${field}`;
  if (argument !== null) {
    const [, on] = /Field '(\w+)'/.exec(message) ?? [];
    return `${text('name') ?? on ?? type ?? ''}(${argument}:)`;
  }
  if (type !== null) return type;
  const quoted = [...message.matchAll(/['"](\w{1,100})['"]/g)].map(([, name]) => name);
  return quoted.length > 0 ? quoted.join(' ') : message.slice(0, 100);
}

/** True for 410 about a deleted issue, or about a repository where issues are turned off: it says nothing of the API. */
const isAboutIssues = (message: string): boolean =>
  /\bissues?\b/i.test(message) && /\b(deleted|disabled)\b/i.test(message);

/**
 * What a failed REST request says of the API itself: GitHub answers 410 to a retired version or path ("API Versions"), and
 * 400 to a version that it does not know. null: it is about something else.
 */
export function retiredIn(status: number, message: string, request: string): ApiMoved | null {
  const isRetired = status === 410 && !isAboutIssues(message);
  const isUnknownVersion = status === 400 && /api[- ]version/i.test(message);
  return isRetired || isUnknownVersion ? new ApiMoved(request, `${status}: ${message}`) : null;
}

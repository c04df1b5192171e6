/** Why the file system said no, in words for whoever runs Baton. */
const words: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  ENOENT: 'no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a file is in the way',
  EEXIST: 'it is a file',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ELOOP: 'its links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  ESTALE: 'the network file system lost it',
  ENOTSUP: 'the file system cannot do that',
  EIO: 'the disk does not work',
};

export function errorMessageOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (Object.hasOwn(words, code)) return words[code] ?? code;
  return error instanceof Error ? error.message : String(error);
}

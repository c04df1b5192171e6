/** What stands for a text that is long: nobody finds another one with the same. */
import { hash } from 'node:crypto';

/** SHA-256, in base64url: 43 characters. */
export const hashOf = (text: string): string => hash('sha256', text, 'base64url');

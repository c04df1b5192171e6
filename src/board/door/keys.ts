/**
 * What sessions are signed and sealed with: keys made of the App's client secret, so that nothing more has to be set. A new
 * client secret ends all sessions.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

export type Keys = {
  /** A signature of a text, for one purpose: 43 characters. */
  readonly sign: (purpose: 'session' | 'state' | 'verifier', text: string) => string;
  /** Whether a signature is that of the text; takes as long for a wrong one. */
  readonly isSigned: (purpose: 'session' | 'state', text: string, signature: string) => boolean;
  /** Hides a text. Nobody opens it without saying what it is bound to. */
  readonly seal: (text: string, bound: string) => string;
  /** null: it was sealed with another key, for something else, or was changed. */
  readonly open: (sealed: string, bound: string) => string | null;
};

const cipher = 'aes-256-gcm';
/** Bytes: NIST SP 800-38D. */
const nonceLength = 12;
const tagLength = 16;

export function createKeys(clientSecret: string): Keys {
  const keyFor = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', clientSecret, '', `baton board 1 ${purpose}`, 32));
  const [session, state, verifier, token] = ['session', 'state', 'verifier', 'token'].map(keyFor) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  const keys = { session, state, verifier };
  const sign: Keys['sign'] = (purpose, text) =>
    createHmac('sha256', keys[purpose]).update(text).digest('base64url');
  return {
    sign,
    isSigned(purpose, text, signature) {
      const [given, right] = [Buffer.from(signature), Buffer.from(sign(purpose, text))];
      return given.length === right.length && timingSafeEqual(given, right);
    },
    seal(text, bound) {
      const nonce = randomBytes(nonceLength);
      const sealing = createCipheriv(cipher, token, nonce, { authTagLength: tagLength });
      sealing.setAAD(Buffer.from(bound));
      const hidden = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
      return Buffer.concat([nonce, sealing.getAuthTag(), hidden]).toString('base64url');
    },
    open(sealed, bound) {
      const bytes = Buffer.from(sealed, 'base64url');
      if (bytes.length < nonceLength + tagLength) return null;
      const opening = createDecipheriv(cipher, token, bytes.subarray(0, nonceLength), {
        authTagLength: tagLength,
      });
      opening.setAAD(Buffer.from(bound));
      opening.setAuthTag(bytes.subarray(nonceLength, nonceLength + tagLength));
      try {
        const text = opening.update(bytes.subarray(nonceLength + tagLength));
        return Buffer.concat([text, opening.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}

/** A setting is missing or wrong; the message is one line that names the setting, and never holds a secret. */
export class SettingError extends Error {
  override readonly name = 'SettingError';
}

/** The address cannot be listened on; the message is one line for whoever starts Baton. */
export class CannotListen extends Error {
  override readonly name = 'CannotListen';
}

/** Variables as the process has them, before anything is known of them. */
export type Variables = Readonly<Record<string, string | undefined>>;

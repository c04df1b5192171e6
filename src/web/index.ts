export { createChannel } from './channel.ts';
export { CannotListen, close, listen } from './listen.ts';
export { followProxy } from './proxy.ts';
export { reply } from './reply.ts';
export { createWeb, type WebState } from './server.ts';
export { webhookPath } from './webhooks.ts';

/** An HTTP server that can be closed at once, with all its connections. */
import { type RequestListener, type Server } from 'node:http';
export type Listening = {
    readonly server: Server;
    readonly close: () => Promise<void>;
};
export declare function createListening(listener: RequestListener): Listening;

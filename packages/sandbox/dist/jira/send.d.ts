import type { ServerResponse } from 'node:http';
import type { Json } from '../json.ts';
type Headers = Readonly<Record<string, string>>;
export declare function sendJson(response: ServerResponse, status: number, body: Json | undefined, headers?: Headers): void;
export declare function sendText(response: ServerResponse, status: number, text: string, headers?: Headers, type?: string): void;
export {};

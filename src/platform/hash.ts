import { hash } from 'node:crypto';
import { canonicalize } from 'json-canonicalize';

/** The sha256 of a text in UTF-8 or of bytes, in hexadecimal. */
export const sha256Of = (data: string | Uint8Array): string => hash('sha256', data);
/** The sha256 of a value's canonical JSON (RFC 8785), in hexadecimal. */
export const digestOf = (value: unknown): string => sha256Of(canonicalize(value));

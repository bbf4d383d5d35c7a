import { fileURLToPath } from 'node:url';

/** A file that comes with the project, by its path below the project's root. Sources, their compilation and its bundle lie as deep. */
export const shipped = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

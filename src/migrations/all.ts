import type { MigrationInterface } from 'typeorm';
import { Certification1764000000000 } from './0001-certification.js';

/** Every migration, oldest first; a released one is never changed. */
export const migrations: (new () => MigrationInterface)[] = [Certification1764000000000];

import { typeidUnboxed } from 'typeid-js';
import { idPrefixes, type NodeType } from '../entities/node.js';

/** A new id of a type: a TypeID, whose UUIDv7 sorts by time and counts up within a process. */
export const newId = (type: NodeType): string => typeidUnboxed(idPrefixes[type]);
/** A new id of a row that is no node. */
export const newRowId = (prefix: string): string => typeidUnboxed(prefix);

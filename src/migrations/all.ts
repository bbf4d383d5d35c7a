import type { MigrationInterface } from 'typeorm';
import { Certification1764000000000 } from './0001-certification.js';
import { Materials1764100000000 } from './0002-materials.js';
import { Notifications1764200000000 } from './0003-notifications.js';
import { Webhooks1764300000000 } from './0004-webhooks.js';
import { Calendars1764400000000 } from './0005-calendars.js';
import { ProductAccess1764500000000 } from './0006-product-access.js';
import { AuditTrail1764600000000 } from './0007-audit-trail.js';
import { ListOrders1764700000000 } from './0008-list-orders.js';
import { MoreListOrders1764800000000 } from './0009-more-list-orders.js';
import { ProductStatus1764900000000 } from './0010-product-status.js';
import { MaterialFile1765000000000 } from './0011-material-file.js';

/** Every migration, oldest first; a released one is never changed. */
export const migrations: (new () => MigrationInterface)[] = [
  Certification1764000000000,
  Materials1764100000000,
  Notifications1764200000000,
  Webhooks1764300000000,
  Calendars1764400000000,
  ProductAccess1764500000000,
  AuditTrail1764600000000,
  ListOrders1764700000000,
  MoreListOrders1764800000000,
  ProductStatus1764900000000,
  MaterialFile1765000000000,
];

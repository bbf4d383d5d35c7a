import type { ApolloServerPlugin } from '@apollo/server';
import type { Logger } from '../platform/log.js';
import type { Context } from '../resolvers/context.js';
import type { AuditService } from '../services/audit-service.js';
import { tell } from './failures.js';

/** Writes down, before an answer leaves, whose contacts it shows to one of the platform; what cannot be written down is not shown. */
export const auditContactReads = (audit: AuditService, log: Logger): ApolloServerPlugin<Context> => ({
  requestDidStart: async () => ({
    async willSendResponse({ contextValue: { actor, contactsShown }, response }) {
      try {
        await audit.contactsShown([actor], contactsShown);
      } catch (error) {
        const { message, extensions, http } = tell(error, log);
        response.http.status = http;
        response.body = { kind: 'single', singleResult: { errors: [{ message, extensions }] } };
      }
    },
  }),
});

import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { Failure } from '../domain/errors.js';

/** Says where subscriptions run to whoever sends one to POST /graphql. */
export const subscriptionsElsewhere: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
      const originalError = new Failure('BAD_REQUEST', {
        en: 'Subscriptions run over a websocket to /graphql, or as server-sent events from /graphql/stream.',
        zh: '订阅请通过 /graphql 的 websocket 或 /graphql/stream 的服务器推送事件进行。',
      });
      throw new GraphQLError(originalError.message, { originalError, extensions: { http: { status: 400 } } });
    },
  }),
};

import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { FailureCode } from '../domain/error-codes.js';
import { requestScope } from './request-scope.js';

const text = {
  en: 'Subscriptions run over a websocket to /graphql, or as server-sent events from /graphql/stream.',
  zh: '订阅请通过 /graphql 的 websocket 或 /graphql/stream 的服务器推送事件进行。',
};

/** Says where subscriptions run to whoever sends one to POST /graphql. */
export const subscriptionsElsewhere: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ operation }) => {
      if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
      const message = text[requestScope.getStore()?.language ?? 'en'];
      throw new GraphQLError(message, { extensions: { code: 'BAD_REQUEST' satisfies FailureCode, http: { status: 400 } } });
    },
  }),
};

import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, OperationTypeNode } from 'graphql';
import { Failure } from '../domain/errors.js';

/** Refuses subscriptions over plain HTTP, and says where they run. */
export const noSubscriptions: ApolloServerPlugin = {
  async requestDidStart() {
    return {
      async didResolveOperation({ operation }) {
        if (operation?.operation !== OperationTypeNode.SUBSCRIPTION) return;
        const originalError = new Failure('BAD_REQUEST', {
          en: 'Subscriptions run over a websocket at /graphql or an event stream at /graphql/stream.',
          zh: '订阅须通过 /graphql 的 WebSocket 或 /graphql/stream 的事件流进行。',
        });
        throw new GraphQLError(originalError.message, { originalError, extensions: { http: { status: 400 } } });
      },
    };
  },
};

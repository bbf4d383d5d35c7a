// `mercurius`: Mercurius as its guide tells one to make it fast: graphql-jit, loaders that batch without a cache, prepared SQL by hand.
import { readFileSync } from 'node:fs';
import { fastify } from 'fastify';
import { GraphQLScalarType } from 'graphql';
import mercurius from 'mercurius';
import * as sql from '../sql.mjs';

const app = fastify();
const loader = (load) => ({ loader: load, opts: { cache: false } });
/** Whether more is asked for than lists show: by the operation's name, since to look through what it selects would cost more. */
const isDetail = ([{ info }]) => info.operation.name.value === 'Detail';
const idsOf = (queries) => queries.map(({ obj }) => obj.id);

app.register(mercurius, {
  schema: readFileSync(new URL('../schema.graphql', import.meta.url), 'utf8'),
  jit: 1,
  path: '/graphql',
  resolvers: {
    DateTime: new GraphQLScalarType({ name: 'DateTime', serialize: (date) => date.toISOString() }),
    Query: {
      certificationRequests: (_, { first, after, filter: { sellerId, status } }) =>
        sellerId ? sql.list(sellerId, first, after) : sql.queue(status[0], first, after),
      certificationRequest: (_, { id }) => sql.request(id),
    },
    CertificationRequest: {
      product: sql.productOf,
      timeline: ({ id }, { first }) => sql.timeline(id, first),
    },
    Mutation: { reviewCertificationRequest: (_, { input }) => sql.approve(input) },
  },
  loaders: {
    CertificationRequest: {
      seller: loader((queries) =>
        sql.sellers(
          queries.map(({ obj }) => obj.sellerId),
          isDetail(queries),
        ),
      ),
      // One relation in the tables: read for one of the two fields, taken for both.
      businessContact: loader(async (queries) => contactsOf(queries, 'BUSINESS')),
      huaweiContact: loader(async (queries) => contactsOf(queries, 'HUAWEI')),
      materials: loader((queries) => sql.materials(idsOf(queries), isDetail(queries))),
      supportingProducts: loader((queries) => sql.supportingProducts(idsOf(queries))),
    },
  },
});

const read = new WeakMap();
async function contactsOf(queries, kind) {
  const first = queries[0].obj;
  const found = read.get(first) ?? sql.contacts(idsOf(queries));
  read.set(first, found);
  return (await found).map((contacts) => sql.contactOf(contacts, kind));
}

console.log(`serves ${await app.listen({ host: '127.0.0.1', port: 0 })}`);

// `usual`: Apollo Server on Express, type-graphql, TypeORM entities and dataloader, each as its own guide shows it.
import 'reflect-metadata';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { expressMiddleware } from '@as-integrations/express5';
import express from 'express';
import { buildSchema } from 'type-graphql';
import { DataSource } from 'typeorm';
import * as entities from './entities.js';
import { type Context, contextOf, RequestResolver, SellerResolver } from './resolvers.js';

const source = await new DataSource({
  type: 'mariadb',
  url: process.env.DATABASE_URL!,
  charset: 'utf8mb4_bin',
  timezone: 'Z',
  poolSize: 10,
  entities: Object.values(entities),
}).initialize();
const schema = await buildSchema({ resolvers: [RequestResolver, SellerResolver], validate: false });
const apollo = new ApolloServer<Context>({ schema });
await apollo.start();
const app = express();
app.use('/graphql', express.json(), expressMiddleware(apollo, { context: async () => contextOf(source) }));
const server = createServer(app);
server.listen(0, '127.0.0.1', () => console.log(`serves http://127.0.0.1:${(server.address() as AddressInfo).port}`));

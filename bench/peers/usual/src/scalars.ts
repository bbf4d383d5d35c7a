import { GraphQLScalarType } from 'graphql';

export const DateTime = new GraphQLScalarType<Date, string>({ name: 'DateTime', serialize: (date) => (date as Date).toISOString() });

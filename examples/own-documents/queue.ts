// Asks for just what one screen shows, typed: what a reviewer has to read, the longest waiting first.
//   JOINT_OPS_URL=http://localhost:4000 JOINT_OPS_TOKEN=…
import { createClient, paginate } from '@joint-ops/sdk';
import { graphql } from './gql/index.js';

const { JOINT_OPS_URL: url = 'http://localhost:4000', JOINT_OPS_TOKEN: token = '' } = process.env;
// #region request
const Queue = graphql(`
  query Queue($first: Int, $after: String) {
    certificationRequests(first: $first, after: $after, filter: { status: [QUALIFICATION_REVIEW] }, orderBy: SUBMITTED_ASC) {
      totalCount
      nodes { number company { name } clock { dueAt } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);

const client = createClient({ url, token });
const { certificationRequests } = await client.request(Queue, { first: 1 });
console.log(`${certificationRequests.totalCount} wait`);
for await (const request of paginate(client, Queue, { first: 50 }, (data) => data.certificationRequests)) {
  console.log(request.number, request.company.name, request.clock?.dueAt ?? '');
}
// #endregion

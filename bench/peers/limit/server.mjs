// `limit`: node:http, the same SQL and JSON.stringify. No GraphQL at all: what is left is what any server has to do.
import { createServer } from 'node:http';
import * as sql from '../sql.mjs';

const contact = (found, kind, detail) => {
  const one = sql.contactOf(found, kind);
  if (!one) return null;
  const { id, name, mobile, email } = one;
  return detail ? { id, kind, name, mobile, email } : { name, mobile, email };
};

const operations = {
  async List({ first, after, filter }) {
    const { nodes, pageInfo } = await sql.list(filter.sellerId, first, after);
    const ids = nodes.map(({ id }) => id);
    const [sellers, contacts, materials] = await Promise.all([
      sql.sellers(nodes.map(({ sellerId }) => sellerId)),
      sql.contacts(ids),
      sql.materials(ids),
    ]);
    return {
      certificationRequests: {
        nodes: nodes.map(({ id, number, status, phase, submittedAt, productName, productVersion, deliveryMethod }, n) => ({
          id,
          number,
          status,
          phase,
          submittedAt,
          product: { name: productName, version: productVersion, deliveryMethod },
          seller: { id: sellers[n].id, company: { name: sellers[n].company.name } },
          businessContact: contact(contacts[n], 'BUSINESS'),
          huaweiContact: contact(contacts[n], 'HUAWEI'),
          materials: materials[n].map((m) => ({
            id: m.id,
            revision: m.revision,
            status: m.status,
            file: m.file,
            uploadedAt: m.uploadedAt,
          })),
        })),
        pageInfo,
      },
    };
  },
  async Detail({ id }) {
    const row = await sql.request(id);
    if (!row) return { certificationRequest: null };
    const [[seller], [products], [contacts], [materials], timeline] = await Promise.all([
      sql.sellers([row.sellerId], true),
      sql.supportingProducts([id]),
      sql.contacts([id]),
      sql.materials([id], true),
      sql.timeline(id, 50),
    ]);
    const { number, version, status, phase, createdAt, updatedAt, submittedAt, decidedAt } = row;
    return {
      certificationRequest: {
        ...{ id, number, version, status, phase, product: sql.productOf(row), seller },
        supportingProducts: products.map(({ requestId, ...product }) => product),
        businessContact: contact(contacts, 'BUSINESS', true),
        huaweiContact: contact(contacts, 'HUAWEI', true),
        materials: materials.map(({ requestId, ...material }) => material),
        timeline: {
          nodes: timeline.nodes.map(({ position, actor, ...event }) => ({ ...event, actor: { role: actor.role } })),
          pageInfo: timeline.pageInfo,
        },
        ...{ createdAt, updatedAt, submittedAt, decidedAt },
      },
    };
  },
  async Queue({ first, after, filter }) {
    const { totalCount, nodes, pageInfo } = await sql.queue(filter.status[0], first, after);
    const sellers = await sql.sellers(nodes.map(({ sellerId }) => sellerId));
    return {
      certificationRequests: {
        totalCount,
        nodes: nodes.map(({ sellerId, productName, ...row }, n) => ({
          ...row,
          product: { name: productName },
          seller: { id: sellers[n].id, company: { name: sellers[n].company.name } },
        })),
        pageInfo,
      },
    };
  },
  Decide: async ({ input }) => ({ reviewCertificationRequest: await sql.approve(input) }),
};

const server = createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', async () => {
    try {
      const { operationName, variables } = JSON.parse(Buffer.concat(chunks).toString());
      const text = JSON.stringify({ data: await operations[operationName](variables) });
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(text) }).end(text);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(`serves http://127.0.0.1:${server.address().port}`));

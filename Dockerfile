# The server, as nobody, without development dependencies. Build: docker build -t joint-ops .
FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
COPY explorer explorer
COPY schema schema
RUN npm run build

FROM node:22-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
COPY bin bin
COPY scripts/prepare.mjs scripts/prepare.mjs
COPY schema schema
COPY templates templates
RUN mkdir /data && chown nobody:nogroup /data
USER nobody
VOLUME /data
EXPOSE 4000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/livez').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
# Node itself is the process that gets SIGTERM: no shell, no npm.
ENTRYPOINT ["node", "bin/joint-ops.mjs"]
CMD ["serve"]

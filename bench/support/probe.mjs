// Loaded into every server that is measured (node --import): answers over IPC what the process has used, and counts its statements while it
// is told to. Counting costs a little, so nothing is timed meanwhile.
import { tracingChannel } from 'node:diagnostics_channel';
import { Session } from 'node:inspector/promises';

const session = new Session();
let statements = [];
// Several may travel at once.
const count = { start: ({ query }) => statements.push(...query.split('; ')) };
const channels = ['mysql2:query', 'mysql2:execute'].map((name) => tracingChannel(name));

process.on('message', async (ask) => {
  if (ask === 'count') {
    statements = [];
    for (const channel of channels) channel.subscribe(count);
    process.send({});
  } else if (ask === 'counted') {
    for (const channel of channels) channel.unsubscribe(count);
    process.send({ statements });
  } else if (ask === 'profile') {
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    process.send({});
  } else if (ask === 'profiled') {
    process.send(await session.post('Profiler.stop'));
  } else {
    const { user, system } = process.cpuUsage();
    process.send({ cpuMs: (user + system) / 1000, rssMiB: process.memoryUsage.rss() / 1024 / 1024 });
  }
});
process.channel?.unref();
// Whatever ends the bench ends what it measures, SIGKILL too.
process.once('disconnect', () => process.kill(process.pid));

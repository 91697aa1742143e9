// One process for each core, as Node's manual shows for cluster.
import cluster from 'node:cluster';
import { availableParallelism } from 'node:os';

if (cluster.isPrimary) {
  for (let each = 0; each < availableParallelism(); ++each) cluster.fork();
  process.on('SIGTERM', () => process.exit(0));
} else {
  const { app } = await import('./app.js');
  app.listen(process.env.BENCH_SOCKET);
}

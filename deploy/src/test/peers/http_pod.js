// A pod of Node's http server: node http_pod.js KEEP_ALIVE_MS TELLS. It answers with what it got;
// unless TELLS is "yes", its answers do not say how long it keeps connections.
'use strict';
const http = require('node:http');

const [keepAliveMs, tells] = process.argv.slice(2);
let connections = 0;
const server = http.createServer((request, response) => {
  if (tells !== 'yes') {
    response.setHeader('Connection', 'keep-alive');
  }
  response.setHeader('X-Connections', connections);
  response.setHeader('X-Keep-Alive-Ms', server.keepAliveTimeout);
  request.pipe(response);
});
if (keepAliveMs !== 'default') {
  server.keepAliveTimeout = Number(keepAliveMs);
}
server.on('connection', () => connections++);
server.listen(0, '127.0.0.1', () => console.log(`port ${server.address().port}`));

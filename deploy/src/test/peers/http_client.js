// Node's http client through the proxy: node http_client.js HOST PORT.
'use strict';
const assert = require('node:assert');
const http = require('node:http');

const [host, port] = process.argv.slice(2);
const agent = new http.Agent({ keepAlive: true, maxSockets: 2 });
const localPorts = new Set();

// Pieces go out one after the other; more than one makes the body chunked.
function post(path, pieces, headers = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request({ host, port, path, method: 'POST', headers, agent });
    let continued = false;
    request.on('error', reject);
    request.on('socket', (socket) => {
      if (socket.localPort) {
        localPorts.add(socket.localPort);
      } else {
        socket.once('connect', () => localPorts.add(socket.localPort));
      }
    });
    request.on('response', (response) => {
      const got = [];
      response.on('data', (data) => got.push(data));
      response.on('error', reject);
      response.on('end', () => {
        resolve({ status: response.statusCode, body: Buffer.concat(got).toString(), continued });
      });
    });
    const send = () => {
      pieces.slice(0, -1).forEach((piece) => request.write(piece));
      request.end(pieces.at(-1));
    };
    if (headers.Expect) {
      request.on('continue', () => {
        continued = true;
        send();
      });
      request.flushHeaders();
    } else {
      send();
    }
  });
}

async function main() {
  const bodies = Array.from({ length: 40 }, (_, i) => [`${i} `.repeat(i * 50), 'x'.repeat(i), '.']);
  const answers = await Promise.all(bodies.map((pieces, i) => post(`/together/${i}`, pieces)));
  answers.forEach((answer, i) => {
    assert.strictEqual(answer.status, 200);
    assert.strictEqual(answer.body, bodies[i].join(''));
  });
  const large = 'y'.repeat(3 << 20);
  assert.strictEqual((await post('/large', [large])).body, large);
  const expected = await post('/expect', ['hello'], { Expect: '100-continue', 'Content-Length': 5 });
  assert.deepStrictEqual(expected, { status: 200, body: 'hello', continued: true });
  assert.strictEqual(localPorts.size, 2, 'connections that were made');
  agent.destroy();
  console.log('all right');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

// A WebSocket client through the proxy: node ws_client.js HOST PORT.
'use strict';
const assert = require('node:assert');
const crypto = require('node:crypto');
const { once } = require('node:events');
const WebSocket = require('ws');

const [host, port] = process.argv.slice(2);

async function open() {
  const socket = new WebSocket(`ws://${host}:${port}/chat`, { handshakeTimeout: 20000 });
  await once(socket, 'open');
  return socket;
}

async function echo(socket, message) {
  socket.send(message);
  const [data] = await once(socket, 'message');
  return data;
}

async function main() {
  const first = await open();
  assert.strictEqual((await echo(first, 'hello \u00e9')).toString(), 'hello \u00e9');
  const binary = crypto.randomBytes(1 << 20);
  assert.ok(binary.equals(await echo(first, binary)), '1 MiB came back changed');
  first.ping('are you there');
  const [pong] = await once(first, 'pong');
  assert.strictEqual(pong.toString(), 'are you there');
  assert.strictEqual((await echo(first, 'ping me')).toString(), 'pong from the pod');
  first.send('close me');
  const [code, reason] = await once(first, 'close');
  assert.deepStrictEqual([code, reason.toString()], [4001, 'as you wish']);

  const second = await open();
  second.close(4002, 'enough');
  const [answered] = await once(second, 'close');
  assert.strictEqual(answered, 4002);
  console.log('all right');
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

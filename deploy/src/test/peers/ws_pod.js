// A WebSocket pod: echoes messages, closes with 4001 when asked to, tells how it was closed.
'use strict';
const { WebSocketServer } = require('ws');

const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
server.on('listening', () => console.log(`port ${server.address().port}`));
server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => {
    if (!isBinary && data.toString() === 'close me') {
      socket.close(4001, 'as you wish');
    } else if (!isBinary && data.toString() === 'ping me') {
      socket.once('pong', (pong) => socket.send(`pong ${pong}`));
      socket.ping('from the pod');
    } else {
      socket.send(data, { binary: isBinary });
    }
  });
  socket.on('close', (code, reason) => console.log(`closed ${code} ${reason}`));
});

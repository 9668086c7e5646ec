/**
 * The same training in other libraries for Java, each as fast as its user can reasonably make it;
 * and the products of CLBlast. bin/bench-peers starts them.
 *
 * <pre>
 *   PeerRun ──▶ Peer ◀── DjlPeer (PyTorch), Dl4jPeer
 *      │
 *      └──▶ one JSON document, with the fields of `incline train --json` that a comparison needs
 *
 *   Parity ──▶ TorchOptimizer: training steps beside PyTorch's; bin/parity starts it
 *
 *   ClBlastProducts ──▶ ClBlastProduct ──▶ CLBlast's SGEMM on an OpenCL device
 * </pre>
 */
@NullMarked
package dev.incline.peers;

import org.jspecify.annotations.NullMarked;

"""The public formats of transparency logs once more, from their definitions alone: signed notes, checkpoints, cosignatures
(C2SP signed-note, tlog-checkpoint, tlog-cosignature) and proofs (RFC 6962, section 2.1). Shares nothing with the product:
hashes are hashlib's, signatures are checked by the program openssl.

  transparency_log.py note VKEY FILE                        says who signed which checkpoint, and when
  transparency_log.py inclusion FILE INDEX LEAF [HASH…]     the leaf leads to the root of the checkpoint in the file
  transparency_log.py consistency OLD-FILE FILE [HASH…]     the old log is the beginning of the other
  transparency_log.py receipt VKEY FILE                     the receipt's entry is in the log of this key; says which one,
                                                            its leaf, and each text that it has

  transparency_log.py each FILE                             each line of the file is one of these: says "right", or why not

Hashes in hexadecimal. Exits with 1 and says why where something is not so.
"""

import base64
import hashlib
import os
import subprocess
import sys
import tempfile

LOG, WITNESS = 1, 4
# The beginning of an Ed25519 key in DER (RFC 8410); its 32 bytes follow.
DER = bytes.fromhex("302a300506032b6570032100")


class Wrong(Exception):
    pass


def demand(truth, what):
    if not truth:
        raise Wrong(what)


# --- Signed notes.


def parse_key(text):
    """NAME+HASH+BASE64 as (name, hash, kind, key)."""
    name, hash_text, encoded = text.split("+", 2)
    data = base64.b64decode(encoded, validate=True)
    digest = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    demand(digest.hex() == hash_text, "the key's hash is another")
    demand(data[0] in (LOG, WITNESS) and len(data) == 33, "not a key of a log or a witness")
    return name, digest, data[0], data[1:]


def parse_note(note):
    """The text, and its signatures as (name, bytes)."""
    text, signatures = note.rsplit("\n\n", 1)
    found = []
    for line in signatures.splitlines():
        dash, name, encoded = line.split(" ")
        demand(dash == "\u2014", "a signature begins with a dash")
        found.append((name, base64.b64decode(encoded, validate=True)))
    return text + "\n", found


def ed25519(key, message, signature):
    """Whether openssl says that it is the key's."""
    with tempfile.TemporaryDirectory() as folder:
        def write(name, data):
            path = os.path.join(folder, name)
            with open(path, "wb") as file:
                file.write(data)
            return path

        said = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", write("key", DER + key), "-rawin",
             "-in", write("message", message), "-sigfile", write("signature", signature)],
            capture_output=True, check=False)
        return said.returncode == 0


def signed_at(vkey, note):
    """When the key signed the note (0 for a log), or None."""
    name, digest, kind, key = parse_key(vkey)
    text, signatures = parse_note(note)
    for signer, data in signatures:
        if signer != name or data[:4] != digest:
            continue
        if kind == LOG and ed25519(key, text.encode(), data[4:]):
            return 0
        if kind == WITNESS:
            seconds = int.from_bytes(data[4:12], "big")
            if ed25519(key, f"cosignature/v1\ntime {seconds}\n{text}".encode(), data[12:]):
                return seconds
    return None


def parse_checkpoint(text):
    """The origin, the size and the root."""
    origin, size, root = text.split("\n")[:3]
    root = base64.b64decode(root, validate=True)
    demand(size == str(int(size)) and len(root) == 32, "not a checkpoint")
    return origin, int(size), root


# --- Proofs, as section 2.1 of RFC 6962 defines them.


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size):
    """The largest power of two below the size."""
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def root_of_path(index, size, leaf, path):
    if size == 1:
        demand(not path, "the proof is too long")
        return leaf
    demand(path, "the proof is too short")
    middle, beside = split(size), path[-1]
    if index < middle:
        return node(root_of_path(index, middle, leaf, path[:-1]), beside)
    return node(beside, root_of_path(index - middle, size - middle, leaf, path[:-1]))


def roots_of_subproof(old_size, size, old_root, whole, proof):
    """The old and the new root to which a proof leads; `whole` where the subtree is the old log itself."""
    if old_size == size:
        demand(len(proof) == (0 if whole else 1), "the proof is too long or too short")
        root = old_root if whole else proof[0]
        return root, root
    demand(proof, "the proof is too short")
    middle, beside = split(size), proof[-1]
    if old_size <= middle:
        old, new = roots_of_subproof(old_size, middle, old_root, whole, proof[:-1])
        return old, node(new, beside)
    old, new = roots_of_subproof(old_size - middle, size - middle, old_root, False, proof[:-1])
    return node(beside, old), node(beside, new)


def check_inclusion(index, size, leaf, path, root):
    demand(0 <= index < size, "there is no such leaf")
    demand(root_of_path(index, size, leaf, path) == root, "the leaf leads to another root")


def check_consistency(old_size, old_root, size, root, proof):
    demand(1 <= old_size <= size, "a log does not shrink")
    old, new = roots_of_subproof(old_size, size, old_root, True, proof)
    demand(old == old_root and new == root, "the one is not the beginning of the other")


# --- Receipts, as proto/README.md describes them.


def check_receipt(vkey, receipt):
    """The entry's number, its leaf and the texts; nothing that the server only says is looked at."""
    head, proof, note = receipt.split("\n\n", 2)
    lines = [line.split(" ") for line in head.split("\n")]
    demand(lines.pop(0) == ["phancong-receipt/v1"], "not a receipt")
    parts = {}
    leaf, shown = b"", b""
    for word, *values in lines:
        if word == "says":
            continue
        data = [base64.b64decode(value, validate=True) for value in values] if word not in ("key", "witness") else values
        parts.setdefault(word, []).append(data)
        if word == "event":
            leaf += hashlib.sha256(data[0] + data[1]).digest()
            shown += data[1]
        if word == "hidden":
            leaf += data[0]
    (header,), = parts["header"]
    leaf = hashlib.sha256(b"\x00" + len(header).to_bytes(4, "big") + header + leaf).digest()
    index, *path = proof.split("\n")
    index = int(index.removeprefix("index "))
    origin, size, root = parse_checkpoint(parse_note(note)[0])
    check_inclusion(index, size, leaf, [base64.b64decode(text, validate=True) for text in path if text], root)
    demand(signed_at(vkey, note) == 0, "the checkpoint is not signed by this key")
    texts = []
    for salt, text in parts.get("text", []):
        demand(hashlib.sha256(salt + text).digest() in shown, "no event that is shown names this text")
        texts.append(text.decode())
    return origin, index + 1, leaf, texts


# --- The program.


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def checkpoint_in(path):
    return parse_checkpoint(parse_note(read(path))[0])


def main(arguments):
    what, rest = arguments[0], arguments[1:]
    if what == "note":
        seconds = signed_at(rest[0], read(rest[1]))
        demand(seconds is not None, "not signed by this key")
        origin, size, root = checkpoint_in(rest[1])
        print(origin, size, root.hex(), seconds)
    elif what == "inclusion":
        _, size, root = checkpoint_in(rest[0])
        leaf, *path = [bytes.fromhex(text) for text in rest[2:]]
        check_inclusion(int(rest[1]), size, leaf, path, root)
    elif what == "consistency":
        (old_origin, old_size, old_root), (origin, size, root) = checkpoint_in(rest[0]), checkpoint_in(rest[1])
        demand(old_origin == origin, "they are of two logs")
        check_consistency(old_size, old_root, size, root, [bytes.fromhex(text) for text in rest[2:]])
    elif what == "receipt":
        origin, revision, leaf, texts = check_receipt(rest[0], read(rest[1]))
        print(origin, revision, leaf.hex())
        print("\n".join(texts))
    elif what == "each":
        for line in read(rest[0]).splitlines():
            print(answer(line.split()))
    else:
        raise Wrong(__doc__)


def answer(arguments):
    try:
        main(arguments)
        return "right"
    except (Wrong, ValueError, IndexError) as wrong:
        return f"wrong: {wrong}"


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Wrong, ValueError, IndexError) as wrong:
        sys.exit(f"wrong: {wrong}")

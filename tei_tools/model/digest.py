"""In: bytes. Out: what tells them from any others."""

try:  # as the standard library's own `random` does: `hashlib` would load all of OpenSSL first
    from _blake2 import blake2b
except ImportError:  # pragma: no cover
    from hashlib import blake2b

__all__ = ["digest"]


def digest(data: bytes) -> str:
    """64 hexadecimal digits (BLAKE2b, RFC 7693)."""
    return blake2b(data, digest_size=32).hexdigest()

// How jemalloc, which phancongd is linked with (README.md), manages its memory: what was free for a second goes back to
// the machine, by a thread of its own, so that a flood leaves nothing behind. Two arenas, not four for each core: each
// keeps free pages beside those of the others, which was most of what a long soak's memory grew by. Threads have their
// own caches, so few wait for an arena.

// Read by jemalloc before main; the name is its own.
extern "C" const char* malloc_conf;  // NOLINT
const char* malloc_conf = "narenas:2,background_thread:true,dirty_decay_ms:1000,muzzy_decay_ms:0";

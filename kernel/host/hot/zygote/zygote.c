// The zygote's library. It is preloaded into the host, and its constructor runs when libtorch is ready and before Go begins.
//
// There the process stays, with one thread, and waits for cells at a socket. For each it forks. The child takes the cell's input,
// output and folder, maps the cell's image, and enters the host as the system would: Go starts anew, with the cell in it.
//
// A message to a client is two numbers; see client/client.go, which is the other side.
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { LISTENER = 3, KERNEL = 4 }; // file descriptors that the zygote is started with
enum { PAGE = 4096, CELLS = 64 };
enum { FAILED = 1, PID = 2, STARTED = 3, ENDED = 4 }; // messages
enum { RUN = 1, LEAVE = 2 };                          // requests

struct request {
	uint32_t kind, args, variables, size; // then size bytes: strings
};

// The first page of an image, as linker/image.go writes it.
struct area { uint64_t address, size, offset, in_file, access; };
struct patch { uint64_t address, value; };
struct head { char magic[8]; uint64_t areas, patches; };

static void say(int client, int32_t what, int32_t value) {
	int32_t message[2] = {what, value};
	send(client, message, sizeof message, MSG_NOSIGNAL);
}

// fail ends a child before the cell has begun: the client then runs it the ordinary way.
static void fail(int client) {
	say(client, FAILED, errno);
	_exit(111);
}

static void read_all(int client, char *p, size_t n) {
	while (n > 0) {
		ssize_t r = read(client, p, n);
		if (r < 0 && errno == EINTR) continue;
		if (r <= 0) fail(client);
		p += r, n -= r;
	}
}

// map maps an image, and sets the words of the host that it wants.
static void map(int client, int image) {
	struct head *head = mmap(0, PAGE, PROT_READ, MAP_PRIVATE, image, 0);
	if (head == MAP_FAILED) fail(client);
	if (memcmp(head->magic, "GOSNNHOT", 8)) errno = ENOEXEC, fail(client);
	struct area *area = (struct area *)(head + 1);
	for (uint64_t i = 0; i < head->areas; i++, area++) {
		if (area->in_file && mmap((void *)area->address, area->in_file, area->access, MAP_PRIVATE | MAP_FIXED_NOREPLACE, image, area->offset) != (void *)area->address)
			fail(client);
		uint64_t end = area->address + area->in_file, rest = area->size - area->in_file;
		if (rest && mmap((void *)end, rest, area->access, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != (void *)end)
			fail(client);
	}
	struct patch *patch = (struct patch *)area;
	for (uint64_t i = 0; i < head->patches; i++, patch++) *(uint64_t *)patch->address = patch->value;
	munmap(head, PAGE);
	close(image);
}

// enter enters the host at its first instruction, on a stack as a program finds it: the number of arguments, these, the
// environment, and the system's vector, which is behind the environment of this process.
__attribute__((noreturn)) static void enter(struct request *request, char *strings, char **old_environment) {
	char **p = old_environment;
	while (*p) p++;
	Elf64_auxv_t *vector = (Elf64_auxv_t *)(p + 1);
	size_t entries = 0;
	while (vector[entries].a_type != AT_NULL) entries++;
	size_t words = 1 + request->args + 1 + request->variables + 1 + 2 * (entries + 1);
	uint64_t *stack = (uint64_t *)(((uintptr_t)alloca(words * 8 + 16) + 15) & ~(uintptr_t)15), *w = stack;
	*w++ = request->args;
	for (uint32_t i = 0; i < request->args; i++, strings += strlen(strings) + 1) *w++ = (uint64_t)strings;
	*w++ = 0;
	environ = (char **)w;
	for (uint32_t i = 0; i < request->variables; i++, strings += strlen(strings) + 1) *w++ = (uint64_t)strings;
	*w++ = 0;
	for (size_t i = 0; i <= entries; i++) {
		if (vector[i].a_type == AT_RANDOM) getrandom((void *)vector[i].a_un.a_val, 16, 0);
		*w++ = vector[i].a_type, *w++ = vector[i].a_un.a_val;
	}
	__asm__ volatile("mov %0, %%rsp; xor %%edx, %%edx; xor %%ebp, %%ebp; jmp *%1" : : "r"(stack), "r"(getauxval(AT_ENTRY)) : "memory");
	__builtin_unreachable();
}

// run is a child's way into the cell.
__attribute__((noreturn)) static void run(int client, pid_t zygote, char **environment) {
	struct request request;
	int fds[5]; // input, output, errors, folder, image
	char control[CMSG_SPACE(sizeof fds)];
	struct iovec part = {&request, sizeof request};
	struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
	if (recvmsg(client, &message, MSG_CMSG_CLOEXEC) != sizeof request) fail(client);
	if (request.kind == LEAVE) {
		kill(zygote, SIGTERM);
		_exit(0);
	}
	struct cmsghdr *c = CMSG_FIRSTHDR(&message);
	if (request.kind != RUN || !c || c->cmsg_len != CMSG_LEN(sizeof fds)) errno = EPROTO, fail(client);
	memcpy(fds, CMSG_DATA(c), sizeof fds);
	char *strings = malloc(request.size);
	if (!strings) fail(client);
	read_all(client, strings, request.size);
	if (fchdir(fds[3])) fail(client);
	close(fds[3]);
	map(client, fds[4]);
	for (int i = 0; i < 3; i++) {
		if (dup2(fds[i], i) < 0) fail(client);
		close(fds[i]);
	}
	say(client, STARTED, 0);
	close(client);
	enter(&request, strings, environment);
}

// serve waits for cells until the kernel ends, or another zygote takes its place and the last cell has ended.
static void serve(char **environment) {
	sigset_t signals, before;
	sigemptyset(&signals);
	sigaddset(&signals, SIGCHLD);
	sigaddset(&signals, SIGTERM);
	sigprocmask(SIG_BLOCK, &signals, &before);
	int signal = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK), listening = 1, n = 0;
	struct { int client; pid_t pid; } cells[CELLS];
	if (signal < 0) _exit(1);
	while (listening || n > 0) {
		struct pollfd wait[3 + CELLS] = {{signal, POLLIN, 0}, {KERNEL, POLLIN, 0}, {listening && n < CELLS ? LISTENER : -1, POLLIN, 0}};
		for (int i = 0; i < n; i++) wait[3 + i] = (struct pollfd){cells[i].client, POLLRDHUP, 0};
		if (poll(wait, 3 + n, -1) < 0 && errno != EINTR) _exit(1);
		if (wait[1].revents) _exit(0); // the kernel has ended; the cells end with this process
		for (int i = 0; i < n; i++)
			if (wait[3 + i].revents) kill(cells[i].pid, SIGKILL); // a cell ends with its client
		struct signalfd_siginfo info;
		while (wait[0].revents && read(signal, &info, sizeof info) == sizeof info)
			if (info.ssi_signo == SIGTERM) listening = 0;
		int status;
		for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;)
			for (int i = 0; i < n; i++)
				if (cells[i].pid == pid) {
					say(cells[i].client, ENDED, status);
					close(cells[i].client);
					cells[i] = cells[--n];
					break;
				}
		if (!(wait[2].revents & POLLIN)) continue;
		int client = accept4(LISTENER, 0, 0, SOCK_CLOEXEC);
		if (client < 0) continue;
		pid_t self = getpid(), pid = fork();
		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			if (getppid() != self) _exit(111);
			close(LISTENER), close(KERNEL), close(signal);
			for (int i = 0; i < n; i++) close(cells[i].client);
			sigprocmask(SIG_SETMASK, &before, 0);
			run(client, self, environment);
		}
		if (pid < 0) {
			say(client, FAILED, errno);
			close(client);
			continue;
		}
		say(client, PID, pid);
		cells[n].client = client, cells[n++].pid = pid;
	}
	_exit(0);
}

__attribute__((constructor)) static void begin(int args, char **arguments, char **environment) {
	(void)args, (void)arguments;
	if (getenv("GOSNN_ZYGOTE")) serve(environment);
}

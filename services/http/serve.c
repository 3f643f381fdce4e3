#include "http/serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/log.h"
#include "base/seal.h"
#include "http/answer.h"
#include "http/deadline.h"
#include "http/doors.h"
#include "http/fcgi.h"
#include "http/listener.h"
#include "http/metrics.h"
#include "http/page.h"
#include "http/parked.h"
#include "http/prefork.h"
#include "http/sandbox.h"
#include "http/session.h"

/* What libraries lose over time is given back; the figure is no promise to anyone. */
#define REQUESTS_PER_WORKER 10000

struct house {
	const struct service *service;
	const struct config *config;
	int listener;
	int keys; /* the directory of keys, watched by the parent alone */
};

static void wake(int number)
{
	(void)number;
}

/* SIGTERM stays blocked but for the wait: libfcgi's reads would otherwise end half-way, with a short body. */
static sigset_t mask_while_waiting(void)
{
	struct sigaction action = { .sa_handler = wake };
	sigset_t mask;
	sigemptyset(&action.sa_mask);
	if (sigaction(SIGTERM, &action, NULL) < 0 || sigprocmask(SIG_BLOCK, NULL, &mask) < 0)
		die(EX_OSERR, "worker.signals", str_of(strerror(errno)));
	sigdelset(&mask, SIGTERM);
	sigaddset(&mask, SIGALRM);
	return mask;
}

/* epoll_pwait does not let a signal in when there is already work: without asking, a busy worker would never stop. */
static bool told_to_stop(void)
{
	sigset_t pending;
	sigemptyset(&pending);
	sigpending(&pending);
	return sigismember(&pending, SIGTERM) == 1;
}

/* A peer wakes one idle worker. Polling the listener itself would wake them all, each time, for nothing. */
static int waiting_room(int listener)
{
	struct epoll_event peer = { .events = EPOLLIN | EPOLLEXCLUSIVE };
	int room = epoll_create1(EPOLL_CLOEXEC);
	if (room < 0 || epoll_ctl(room, EPOLL_CTL_ADD, listener, &peer) < 0)
		die(EX_OSERR, "worker.epoll", str_of(strerror(errno)));
	return room;
}

/* False: SIGTERM came. */
static bool wait_for_peer(int room, const sigset_t *mask)
{
	struct epoll_event peer;
	if (told_to_stop())
		return false;
	if (epoll_pwait(room, &peer, 1, -1, mask) >= 0)
		return true;
	if (errno != EINTR)
		die(EX_OSERR, "worker.poll", str_of(strerror(errno)));
	return false;
}

static int loop(const struct house *house, struct app *app, struct arena *arena)
{
	sigset_t mask = mask_while_waiting();
	int room = waiting_room(house->listener);
	for (int served = 0; served < REQUESTS_PER_WORKER && wait_for_peer(room, &mask);) {
		deadline_start();
		enum fcgi_accepted accepted = fcgi_accept();
		if (accepted == FCGI_BROKEN)
			return EX_OSERR;
		if (accepted == FCGI_REQUEST) {
			answer(house->config, app, arena);
			served++;
		}
		deadline_stop();
		/* Also rolls back what a handler began and did not finish. */
		arena_reset(arena);
	}
	return EX_OK;
}

static int work(void *what)
{
	const struct house *house = what;
	const struct service *service = house->service;
	close(house->keys);
	struct arena *arena = arena_new(service->arena_bytes);
	fcgi_init(house->listener);
	deadline_init(service->name, house->config->deadline_s);
	struct app *app = service->open ? service->open(house->config) : NULL;
	sandbox_enter(house->config->sandbox, service->network);
	return loop(house, app, arena);
}

/* Everything that is read from files is read here: the workers cannot any more. */
static void load(const struct service *service, const struct config *config)
{
	log_threshold_word(config->log_level);
	seal_init();
	config_need(config->session_keys, "BLANKETT_SESSION_KEYS");
	request_load(texts_load(config->texts.p));
	session_load(config->session_keys.p, config->environment);
	page_load(config->static_manifest.p, config->environment);
	page_allow_form_action(config->form_action.p);
	metrics_init(service->name);
	doors_load(service);
	parked_load(service);
}

static void reload(void *what)
{
	(void)what;
	session_reload();
}

/* The kernel sends what an operator would send by hand, whenever a key comes (by rename, as `blankett keys` writes it) or goes. */
static int watch_keys(const char *directory)
{
	sigset_t later;
	/* What changes while it is read is read again when the parent listens. */
	sigemptyset(&later);
	sigaddset(&later, SIGHUP);
	sigprocmask(SIG_BLOCK, &later, NULL);
	int keys = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (keys < 0 || fcntl(keys, F_SETSIG, SIGHUP) < 0 || fcntl(keys, F_NOTIFY, DN_RENAME | DN_DELETE | DN_MULTISHOT) < 0)
		log_event(LOG_WARNING, "keys.not_watched", LOG_WORD("cause", str_of(strerror(errno))));
	return keys;
}

int serve_main(const struct service *service, int argc, char **argv)
{
	log_service(service->name);
	if (argc == 2 && strcmp(argv[1], "--routes") == 0) {
		doors_print(service);
		return EX_OK;
	}
	if (argc > 1) {
		fprintf(stderr, "usage: blankett-%s [--routes]\n", service->name);
		return EX_USAGE;
	}
	struct house house = { .service = service, .config = config_read() };
	house.keys = watch_keys(house.config->session_keys.p);
	load(service, house.config);
	house.listener = listener_open(house.config->socket);
	log_event(LOG_INFO, "service.started", LOG_INT("workers", house.config->workers));
	struct prefork prefork = {
		.workers = house.config->workers,
		.work = work,
		.what = &house,
		.reload = reload,
		/* A little more than a request may take. */
		.patience_ms = (house.config->deadline_s + 2) * 1000,
	};
	return prefork_run(&prefork);
}

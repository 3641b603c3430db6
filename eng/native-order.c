/* Loaded before a program (LD_PRELOAD), writes the functions of a list in the order in which they are first called: each begins with a
   breakpoint until then. NATIVE_ORDER_LIST holds a line a function, its address (hexadecimal, rising) and its name, NATIVE_ORDER_OUT the
   names; NATIVE_ORDER_PROGRAM is the program's path, so that others that it starts run as they are. x64 Linux, a program without random
   addresses. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

typedef struct { unsigned char *at; char *name; unsigned char first; } Function;
static Function *functions;
static size_t count;
static int output;

static int compare(const void *a, const void *b) {
  const unsigned char *x = ((const Function *)a)->at, *y = ((const Function *)b)->at;
  return x < y ? -1 : x > y;
}

static void stopped(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)info;
  greg_t *next = &((ucontext_t *)context)->uc_mcontext.gregs[REG_RIP];
  Function key = {.at = (unsigned char *)*next - 1};
  Function *found = bsearch(&key, functions, count, sizeof key, compare);
  if (!found) abort();
  if (*found->at == 0xcc && found->first != 0xcc) {
    *found->at = found->first;
    dprintf(output, "%s\n", found->name);
  }
  *next = (greg_t)found->at;
}

__attribute__((constructor)) static void start(void) {
  char own[PATH_MAX] = "", line[1 << 16];
  const char *program = getenv("NATIVE_ORDER_PROGRAM");
  if (!program || readlink("/proc/self/exe", own, sizeof own - 1) < 0 || strcmp(program, own) != 0) return;
  FILE *list = fopen(getenv("NATIVE_ORDER_LIST"), "r");
  output = open(getenv("NATIVE_ORDER_OUT"), O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (!list || output < 0) abort();
  while (fgets(line, sizeof line, list)) {
    char *name;
    if (count % 4096 == 0) functions = realloc(functions, (count + 4096) * sizeof *functions);
    functions[count].at = (unsigned char *)strtoul(line, &name, 16);
    name[strcspn(name, "\n")] = 0;
    functions[count++].name = strdup(name + 1);
  }
  fclose(list);
  uintptr_t low = (uintptr_t)functions[0].at & -4096ul, high = ((uintptr_t)functions[count - 1].at | 4095) + 1;
  if (mprotect((void *)low, high - low, PROT_READ | PROT_WRITE | PROT_EXEC)) abort();
  for (size_t i = 0; i < count; i++) {
    functions[i].first = *functions[i].at;
    *functions[i].at = 0xcc;
  }
  struct sigaction action = {.sa_sigaction = stopped, .sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK};
  sigaction(SIGTRAP, &action, NULL);
}

#!/usr/bin/env bash
# slurm.sh start|stop FOLDER: a Slurm of two nodes on this machine (needs root and Debian's slurmctld slurmd slurm-client munge), with
# ports, sockets and state of its own in FOLDER. After start: export SLURM_CONF=FOLDER/slurm.conf
set -euo pipefail
folder=$2
# A port that nobody listens on, below those that connections are given.
free() {
  local port
  while port=$((10000 + RANDOM % 20000)); do
    (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null || { echo "$port"; return; }
  done
}

stop() {
  for pid in "$folder"/slurmd-n?.pid "$folder/slurmctld.pid" "$folder/munge/pid"; do
    [ -s "$pid" ] && kill "$(cat "$pid")" 2> /dev/null || true
  done
}

# Once; 0 when both nodes wait for work within half a minute.
start() {
  local host controller first second
  host=$(hostname -s) controller=$(free) first=$(free) second=$(free)
  mkdir -p "$folder"/{state,spool-n1,spool-n2,munge}
  dd if=/dev/urandom of="$folder/munge/key" bs=128 count=1 status=none
  chmod 600 "$folder/munge/key"; chmod 700 "$folder/munge"
  cat > "$folder/slurm.conf" <<C
ClusterName=test
SlurmctldHost=$host
SlurmctldPort=$controller
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket,cred_expire=10
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool-%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd-%n.pid
SlurmctldLogFile=$folder/slurmctld.log
SlurmdLogFile=$folder/slurmd-%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmdTimeout=10
SlurmctldTimeout=10
KillWait=5
MpiDefault=none
JobRequeue=1
NodeName=n1 NodeHostname=$host Port=$first CPUs=1 State=UNKNOWN
NodeName=n2 NodeHostname=$host Port=$second CPUs=1 State=UNKNOWN
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
PartitionName=all Nodes=n1,n2 Default=YES MaxTime=INFINITE State=UP PriorityTier=1
PartitionName=urgent Nodes=n1,n2 MaxTime=INFINITE State=UP PriorityTier=10 PreemptMode=OFF
C
  munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge/pid" \
    --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" || return 1
  export SLURM_CONF=$folder/slurm.conf
  slurmctld && slurmd -N n1 && slurmd -N n2 || return 1
  for _ in $(seq 40); do
    [ "$(sinfo -h -t idle -o %D 2>/dev/null | head -1)" = 2 ] && return 0
    sleep 1
  done
  return 1
}

case $1 in
start)
  # Another program may take a port between the look and the daemon: then once more, with others.
  for _ in 1 2 3; do
    start && exit 0
    sinfo || true; tail -n 5 "$folder"/*.log || true
    stop; sleep 2
    rm -rf "$folder"/{state,spool-n1,spool-n2,munge} "$folder"/*.pid "$folder"/*.log
  done
  exit 1 ;;
stop) stop ;;
esac

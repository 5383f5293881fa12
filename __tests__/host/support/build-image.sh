#!/usr/bin/env bash
# build-image.sh ROOT FILES: makes the root file system of a test host: Debian with systemd, cloud-init and the AWS CLI,
# and on top of it what stands in for the ECS-optimised image.
set -euo pipefail

readonly PACKAGES=(systemd systemd-sysv dbus ca-certificates curl xfsprogs e2fsprogs cloud-init iproute2 iptables procps python3 faketime)

# The mirror that this machine itself uses.
mirror() {
  # shellcheck disable=SC2016 # apt-get expands it
  apt-get indextargets --format '$(SITE)' 'Created-By: Packages' | sort --unique | grep --max-count=1 '/debian/*$'
}

main() {
  local root=$1 files=$2
  debootstrap --variant=minbase bookworm "$root" "$(mirror)" >&2
  cp /etc/resolv.conf /etc/hosts "$root/etc/"
  DEBIAN_FRONTEND=noninteractive chroot "$root" sh -c \
    "apt-get update --quiet=2 && apt-get install --quiet=2 --yes --no-install-recommends ${PACKAGES[*]} && apt-get clean" >&2
  rm --recursive "$root"/var/lib/apt/lists/*
  python3 -m pip install --quiet --disable-pip-version-check --target "$root/opt/aws-cli" \
    --require-hashes --only-binary=:all: --requirement "$(dirname "${BASH_SOURCE[0]}")/aws-cli.requirements.txt" >&2
  # Thousands of files that only its help shows.
  rm --recursive "$root/opt/aws-cli/awscli/examples"
  chroot "$root" python3 -m compileall -q /opt/aws-cli >&2 || true
  cp --recursive "$files/." "$root/"
  mkdir --parents "$root/var/log/ecs" "$root/var/log/test-host" "$root/etc/test-host"
  # Debian's alone waits for multi-user.target, which waits for ecs.service.
  sed '/^After=multi-user.target/d' "$root/lib/systemd/system/cloud-final.service" >"$root/etc/systemd/system/cloud-final.service"
  chroot "$root" systemctl --quiet enable docker.service ecs.service loaded-aws.service observe.service
}

main "$@"

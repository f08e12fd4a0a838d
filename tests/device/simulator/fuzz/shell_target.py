"""Garbage for the shell: damaged command lines of the kind that clients send."""

from __future__ import annotations

import threading
from random import Random

from device.simulator.phone import SimulatedPhone
from device.simulator.shell import new_shell
from device.simulator.shell.command import BytesInput, BytesOutput, Interrupted
from tests.device.simulator.fuzz.damage import damaged_text

MOST_SECONDS = 0.5
"""After that long the client hangs up."""
CORPUS = (
    "echo -n hello; false; echo X4EXIT:$?",
    "CLASSPATH=/data/local/tmp/u2.jar app_process / com.wetest.uia2.Main -p 9008",
    "export ANDROID_LOG_TAGS=''; exec logcat '-d' -v time *:E",
    'if [ -d "/sdcard" ]; then ls -l /sdcard; else echo none; fi',
    "for i in {1..10}; do echo $i; done",
    "while read line; do echo ${line%%:*}; done < /sdcard/a.txt",
    "case $X in a|b) echo 1;; *) echo 2;; esac",
    "am start -a android.intent.action.VIEW -d https://example.org -n com.android.settings/.Settings -W",
    "am force-stop com.android.settings && am broadcast -a ADB_KEYBOARD_INPUT_TEXT --es text aGVsbG8=",
    "pm list packages -3 -f; pm path com.android.settings; pm clear com.google.android.deskclock",
    "pm install -r -t /data/local/tmp/a.apk; pm grant net.gsantner.markor android.permission.CAMERA",
    "input tap 540 1200; input swipe 500 1500 500 500 300; input text hello%sworld; input keyevent 66 BACK",
    "input motionevent DOWN 10 10; input draganddrop 1 1 900 900 10; input keycombination 113 29",
    "settings put system font_scale 1.3; settings get secure x; settings list global; settings delete system y",
    "wm size 1080x1920; wm density 300; wm size reset; wm user-rotation lock 1; cmd device_state state 1",
    "dumpsys battery set level 5; dumpsys window windows; dumpsys activity top; dumpsys package com.android.settings",
    "cmd thermalservice override-status 3; cmd uimode night yes; cmd statusbar expand-settings; cmd locale x",
    "svc wifi disable; svc power stayon true; ime list -s -a; ime set com.github.uiautomator/.AdbKeyboard",
    "content query --uri content://settings/system --where \"name='x'\" --sort name --projection name:value",
    "content insert --uri content://com.android.contacts/raw_contacts --bind account_type:s: --bind a:i:7",
    "sqlite3 -header -csv /data/data/com.google.android.deskclock/databases/alarms.db 'SELECT * FROM sqlite_master'",
    'sqlite3 /sdcard/x.db "CREATE TABLE t(a); INSERT INTO t VALUES (1); SELECT count(*) FROM t; .mode json"',
    "screencap -p /sdcard/s.png; uiautomator dump /sdcard/w.xml; screenrecord --time-limit 1 /sdcard/v.mp4",
    "find /sdcard -type f -name '*.md' | xargs -n 1 cat | sort -n -k 2 | uniq -c | head -n 3",
    "grep -rn -E 'a[0-9]+' /sdcard; sed -e 's/a/b/g' -n -e '1,3p' /sdcard/a.txt; awk -F : '{print $NF, $1}' /sdcard/a",
    "cut -d : -f 1,3-5 /sdcard/a; tr a-z A-Z < /sdcard/a; wc -l /sdcard/a; tail -n +2 /sdcard; printf '%5d|%s\\n' 7",
    "ls -la /data/local/tmp; stat -c %s /sdcard; mkdir -p /sdcard/a/b; touch -d 2020-01-01 /sdcard/a; rm -rf /sdcard/a",
    "cp -r /sdcard/Download /sdcard/D; mv /sdcard/D /sdcard/E; chmod 777 /sdcard/E; du -h /sdcard; df -h",
    "date +%s; date 1015160000; date -s '2023-10-15'; sleep 0.01; ps -A; pidof com.android.settings; kill -9 2001",
    "getprop ro.serialno; setprop persist.sys.locale zh-CN; getprop; id; whoami; su 0 id; run-as com.x ls",
    "x=$((1 + 2 * (3 << 4) % 5)); echo $x ${x:-7} ${#x} $(echo `date`); read y; set -- a b; shift; echo $@",
    "md5sum /sdcard/a; base64 /sdcard/a; tee -a /sdcard/b; ip addr show dev wlan0; ping -c 1 10.0.0.1; uptime",
    "simulator snapshot a; simulator diff a; simulator restore a; simulator outcomes; simulator clock +60",
    'simulator faults \'{"faults": [{"fault": "ad_popup", "seconds": 0}]}\'; locksettings set-pin 1234',
    "f() { echo $1 $#; return 3; }; f a; function g { f ${1:1:2} ${1/a/b}; }; [[ -d /x && ( a == b || 1 -lt 2 ) ]]",
    "timeout 0.1 sleep 9; timeout inf true; time seq -w 1 2 9; expr 1 + 2 '*' 3 : '[0-9]*'; env A=1 printenv A ~/x",
    "dd if=/dev/zero of=/sdcard/z bs=1k count=3; truncate -s 5 /sdcard/z; cmp /sdcard/z /sdcard/a; nl /sdcard/a | tac",
    "ps -o PID,NAME,ARGS -p 1,640; pgrep -fl sim; pkill -f com.x; killall sh; kill -0 1; top -n 1; free -m; rev",
    "cmd overlay list; cmd overlay enable-exclusive com.android.internal.systemui.navbar.gestural; service list",
    "cmd notification post -t T tag Text; cmd notification set_dnd on; media volume --stream 3 --set 40; command -v ls",
    "am start -a android.intent.action.VIEW -d file:///sdcard/../../etc/x.html; am start -a android.intent.action.DIAL",
    "am start -a android.intent.action.SENDTO -d smsto:+1?body=a%20b --es sms_body x; am start -d tel:%2B1",
    "pm revoke com.android.camera2 android.permission.CAMERA; am start -a android.media.action.IMAGE_CAPTURE",
    "am start -a android.intent.action.INSERT -t vnd.android.cursor.dir/contact -e name 'A B' -e phone 1",
    "cat /proc/stat /proc/net/dev /sys/class/power_supply/battery/uevent; ls -l /proc /sys/class/power_supply/battery",
    "getevent -p; sendevent /dev/input/event1 3 53 500; log -p i -t TAG hello; monkey -p com.android.settings 1",
)


class ShellTarget:
    """Runs damaged command lines on a phone."""

    name = "shell"

    def __init__(self, phone: SimulatedPhone) -> None:
        """Run them on `phone`."""
        self._phone = phone

    def run(self, random: Random) -> str:
        """Run one; return how it ended."""
        script = damaged_text(random.choice(CORPUS), CORPUS, random)
        cancelled = threading.Event()
        timer = threading.Timer(MOST_SECONDS, cancelled.set)
        timer.start()
        output = BytesOutput()
        try:
            code = new_shell(self._phone, cancelled=cancelled).run(
                script, stdin=BytesInput(b"1234\nabc\n"), stdout=output, stderr=output
            )
        except Interrupted:
            return "hung up"
        except Exception as error:
            error.add_note(f"the script was {script!r}")
            raise
        finally:
            timer.cancel()
        return "done" if code == 0 else "error"
